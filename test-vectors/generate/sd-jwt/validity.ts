import { after, audience, expires, issuedAt, now } from '../bases.ts'
import { alsoDisclosed, both, payload, payloadWithout, send, spellPayload } from '../changes.ts'
import { disclosure } from '../credential.ts'
import type { Json, Members } from '../json.ts'
import { accepted, type Definition, rejected } from '../suite.ts'

const members = (change: Members) => ({
  change: payload(change),
  claims: (claims: Members) => ({ ...claims, ...change }),
})
const skew = (clockSkew: number) => ({ circumstances: () => ({ policies: { clockSkew } }) })

/** RFC 9901 §7.1 step 6: times, audience, and what the policy of a verifier asks. */
export const validityCases: readonly Definition[] = [
  rejected('R23-1', 'RFC 7519 §4.1.4', 'exp a second ago', 'policy/expired', { change: payload({ exp: now - 1 }) }),
  rejected('R23-2', 'RFC 7519 §4.1.4', 'exp at this very second', 'policy/expired', { change: payload({ exp: now }) }),
  accepted('R23-3', 'RFC 7519 §4.1.4', 'exp in a second', members({ exp: now + 1 })),
  rejected('R23-4', 'RFC 7519 §4.1.5', 'nbf in a second', 'policy/not_yet_valid', {
    change: payload({ nbf: now + 1 }),
  }),
  accepted('R23-5', 'RFC 7519 §4.1.5', 'nbf at this very second', members({ nbf: now })),
  rejected('R23-6', 'RFC 7519 §4.1.3', 'aud that is not us', 'policy/audience_mismatch', {
    change: payload({ aud: 'https://other.example' }),
    circumstances: () => ({ audience }),
  }),
  rejected('R23-7', 'RFC 7519 §4.1.3', 'aud, where the verifier does not say who it is', 'policy/audience_mismatch', {
    change: payload({ aud: audience }),
  }),
  rejected('R23-8', 'RFC 7519 §4.1.3', 'several audiences, none of them us', 'policy/audience_mismatch', {
    change: payload({ aud: ['https://other.example', 'https://third.example'] }),
    circumstances: () => ({ audience }),
  }),
  accepted('R23-9', 'RFC 7519 §4.1.3', 'aud that is us', {
    ...members({ aud: audience }),
    circumstances: () => ({ audience }),
  }),
  accepted('R23-10', 'RFC 7519 §4.1.3', 'several audiences, one of them us', {
    ...members({ aud: ['https://other.example', audience] }),
    circumstances: () => ({ audience }),
  }),
  accepted('R23-11', 'RFC 7519 §4.1.3', 'no aud, where the verifier says who it is', {
    circumstances: () => ({ audience }),
  }),
  rejected('R23-12', 'RFC 7519 §4.1.3', 'aud that is a prefix of us', 'policy/audience_mismatch', {
    change: payload({ aud: audience.slice(0, -1) }),
    circumstances: () => ({ audience }),
  }),
  rejected('R23-13', 'RFC 9901 §7.1-6', 'exp a second ago, disclosed', 'policy/expired', {
    change: both(payloadWithout('exp'), alsoDisclosed(disclosure('exp', 'exp', now - 1))),
    only: 'sd-jwt',
  }),
  rejected('R23-14', 'RFC 9901 §7.1-6', 'nbf in a second, disclosed', 'policy/not_yet_valid', {
    change: alsoDisclosed(disclosure('nbf', 'nbf', now + 1)),
    only: 'sd-jwt',
  }),
  rejected('R23-15', 'RFC 9901 §7.1-6', 'aud that is not us, disclosed', 'policy/audience_mismatch', {
    change: alsoDisclosed(disclosure('aud', 'aud', 'https://other.example')),
    circumstances: () => ({ audience }),
  }),
  accepted('R23-16', 'RFC 9901 §7.1-6', 'exp in the future, disclosed', {
    change: both(payloadWithout('exp'), alsoDisclosed(disclosure('exp', 'exp', expires))),
    only: 'sd-jwt',
  }),
  rejected('R23-17', 'RFC 7519 §4.1.4', 'exp so long ago that the tolerance just ends', 'policy/expired', {
    change: payload({ exp: now - 60 }),
    ...skew(60),
  }),
  accepted('R23-18', 'RFC 7519 §4.1.4', 'exp a second within the tolerance', {
    ...members({ exp: now - 59 }),
    ...skew(60),
  }),
  accepted('R23-19', 'RFC 7519 §4.1.5', 'nbf at the end of the tolerance', {
    ...members({ nbf: now + 60 }),
    ...skew(60),
  }),
  rejected('R23-20', 'RFC 7519 §4.1.5', 'nbf a second beyond the tolerance', 'policy/not_yet_valid', {
    change: payload({ nbf: now + 61 }),
    ...skew(60),
  }),
  rejected('R23-21', 'RFC 7519 §4.1.4', 'the base a second after its end', 'policy/expired', {
    circumstances: () => ({ at: new Date((expires + 1) * 1000).toISOString() }),
  }),
  accepted(
    'R23-22',
    'RFC 7519 §2',
    'times with fractions',
    members({ iat: issuedAt + 0.25, nbf: now - 0.5, exp: now + 0.5 }),
  ),
  rejected('R23-23', 'RFC 7519 §2', 'exp a quarter of a second ago', 'policy/expired', {
    change: payload({ exp: now - 0.25 }),
  }),
  accepted('R23-24', 'RFC 7519 §4.1', 'no exp, no iat: neither is required', {
    change: payloadWithout('exp', 'iat'),
    claims: ({ exp: _, iat: __, ...claims }) => claims,
  }),
  ...(
    [
      ['R24-1', 'exp', String(expires), 'a string'],
      ['R24-2', 'exp', '2031-11-24T00:00:00Z', 'a date in words'],
      ['R24-3', 'exp', null, 'null'],
      ['R24-4', 'exp', true, 'a boolean'],
      ['R24-5', 'exp', [expires], 'an array'],
      ['R24-6', 'exp', { seconds: expires }, 'an object'],
      ['R24-7', 'exp', -1, 'negative'],
      ['R24-8', 'exp', 9e15, 'beyond any calendar'],
      ['R24-9', 'exp', expires * 1000, 'in milliseconds'],
      ['R24-10', 'nbf', '0', 'a string'],
      ['R24-11', 'nbf', null, 'null'],
      ['R24-12', 'iat', 'yesterday', 'a string'],
      ['R24-13', 'iat', [], 'an array'],
      ['R24-14', 'nbf', { valueOf: 0 }, 'an object'],
    ] as readonly (readonly [string, string, Json, string])[]
  ).map(([id, name, value, what]) =>
    rejected(id, 'RFC 7519 §2', `${name} that is ${what}`, 'authenticate/time_malformed', {
      change: payload({ [name]: value }),
    }),
  ),
  rejected('R24-15', 'RFC 8259 §6', 'exp of 1e999, which no double holds', 'parse/json_number_unsafe', {
    change: spellPayload((json) => json.replace(/"exp":\d+/, '"exp":1e999')),
  }),
  rejected('R24-16', 'RFC 8259 §6', 'exp of NaN', 'parse/json_malformed', {
    change: spellPayload((json) => json.replace(/"exp":\d+/, '"exp":NaN')),
  }),
  rejected('R24-17', 'RFC 8259 §6', 'exp of Infinity', 'parse/json_malformed', {
    change: spellPayload((json) => json.replace(/"exp":\d+/, '"exp":Infinity')),
  }),
  rejected('R24-18', 'RFC 7519 §2', 'exp that is a string, disclosed', 'authenticate/time_malformed', {
    change: both(payloadWithout('exp'), alsoDisclosed(disclosure('exp', 'exp', String(expires)))),
    only: 'sd-jwt',
  }),
  accepted('R24-19', 'RFC 8259 §6', 'exp spelled with an exponent', {
    change: spellPayload((json) => json.replace(/"exp":\d+/, '"exp":1.95e9')),
    claims: (claims) => ({ ...claims, exp: 1_950_000_000 }),
  }),
  ...(
    [
      ['R24-20', 7, 'a number'],
      ['R24-21', [], 'an empty array'],
      ['R24-22', [7], 'an array of numbers'],
      ['R24-23', { 0: 'https://admissions.example' }, 'an object'],
      ['R24-24', null, 'null'],
    ] as readonly (readonly [string, Json, string])[]
  ).map(([id, aud, what]) =>
    rejected(id, 'RFC 7519 §4.1.3', `aud that is ${what}`, 'authenticate/audience_malformed', {
      change: payload({ aud }),
      circumstances: () => ({ audience }),
    }),
  ),
  rejected('R25-1', 'RFC 9901 §9.7', 'exp withheld, which the policy requires', 'policy/claim_missing', {
    change: payloadWithout('exp'),
    circumstances: () => ({ policies: { requiredClaims: [['exp']] } }),
  }),
  rejected('R25-2', 'RFC 9901 §9.7', 'a required claim withheld', 'policy/claim_missing', {
    circumstances: () => ({ policies: { requiredClaims: [['given_name'], ['family_name']] } }),
  }),
  rejected('R25-3', 'RFC 9901 §9.7', 'a required claim withheld inside a disclosed one', 'policy/claim_missing', {
    circumstances: () => ({ policies: { requiredClaims: [['address', 'street']] } }),
  }),
  accepted('R25-4', 'RFC 9901 §9.7', 'required claims disclosed', {
    circumstances: () => ({
      policies: { requiredClaims: [['exp'], ['address', 'locality'], ['languages', 1], ['languages', null]] },
    }),
  }),
  rejected('R25-5', 'RFC 9901 §9.7', 'a required claim that only Object.prototype has', 'policy/claim_missing', {
    circumstances: () => ({ policies: { requiredClaims: [['degree', 'constructor']] } }),
  }),
  rejected('R25-6', 'RFC 9901 §9.7', 'a required name with a dot in it is no path', 'policy/claim_missing', {
    circumstances: () => ({ policies: { requiredClaims: [['degree.title']] } }),
  }),
  rejected('R25-7', 'RFC 9901 §9.7', 'iat withheld, where a greatest age is asked', 'policy/issue_time_missing', {
    change: payloadWithout('iat'),
    circumstances: () => ({ policies: { maximumAge: 30 * 86_400 } }),
  }),
  rejected('R25-8', 'the policy of a verifier', 'issued longer ago than the greatest age', 'policy/too_old', {
    circumstances: () => ({ policies: { maximumAge: 86_400 } }),
  }),
  rejected(
    'R25-9',
    'the policy of a verifier',
    'issued in the future, where a greatest age is asked',
    'policy/issued_in_future',
    {
      change: payload({ iat: now + 1 }),
      circumstances: () => ({ policies: { maximumAge: 86_400 } }),
    },
  ),
  accepted('R25-10', 'the policy of a verifier', 'issued exactly the greatest age ago', {
    circumstances: () => ({ policies: { maximumAge: now - issuedAt } }),
  }),
  accepted('R25-11', 'RFC 9901 §9.7', 'iat disclosed, where a greatest age is asked', {
    change: both(payloadWithout('iat'), alsoDisclosed(disclosure('iat', 'iat', issuedAt))),
    circumstances: () => ({ policies: { maximumAge: 30 * 86_400 } }),
  }),
  rejected('A48-1', 'RFC 7519 §4.1', 'nbf after exp, between the two: not valid yet, and never', 'policy/expired', {
    change: payload({ exp: now - 10, nbf: now + 10 }),
  }),
  rejected('A48-2', 'RFC 7519 §4.1', 'exp in the year 10000', 'authenticate/time_malformed', {
    change: payload({ exp: 253_402_300_800 }),
  }),
  accepted('A48-3', 'RFC 7519 §4.1', 'exp in the last second of the year 9999', members({ exp: 253_402_300_799 })),
  rejected(
    'A48-4',
    'RFC 7519 §4.1',
    'an expired credential that is not valid for us either: the first check that fails is named',
    'policy/expired',
    {
      change: payload({ exp: now - 1, aud: 'https://other.example' }),
      circumstances: () => ({ audience }),
    },
  ),
  rejected(
    'A48-5',
    'RFC 7519 §4.1.4',
    'expired and signed by nobody whom we trust: trust is asked before validity',
    'trust/key_unknown',
    {
      change: payload({ exp: now - 1 }),
      circumstances: () => ({ trust: { keys: [] } }),
    },
  ),
  accepted('A48-6', 'RFC 7519 §2', 'the clock a year later, still within exp', {
    circumstances: () => ({ at: after(365 * 86_400) }),
  }),
  accepted('R25-12', 'RFC 9901 §9.7', 'a required claim that is there with the value null', {
    change: alsoDisclosed(disclosure('nothing', 'nothing', null)),
    claims: (claims) => ({ ...claims, nothing: null }),
    circumstances: () => ({ policies: { requiredClaims: [['nothing']] } }),
  }),
  rejected('R25-13', 'RFC 9901 §9.7', 'a required element of an array, withheld', 'policy/claim_missing', {
    change: send((sent, made) => sent.filter((one) => one !== made.french)),
    circumstances: () => ({ policies: { requiredClaims: [['languages', 1]] } }),
  }),
]
