import { issuer } from '../bases.ts'
import { alsoDigests, alsoDisclosed, both, payload, payloadWithout, send } from '../changes.ts'
import { type Credential, decoy, digest, disclosure, salt } from '../credential.ts'
import { base64url, hashOf, type Json, type Members } from '../json.ts'
import { accepted, type Definition, rejected } from '../suite.ts'

/** A Disclosure of any JSON text, its digest in the top `_sd`. */
const raw = (json: string | Uint8Array) => alsoDisclosed(base64url(json))
const withSalt = (label: string, rest: string): string => `["${salt(label)}",${rest}]`

const kinds: Members = {
  nothing: null,
  yes: true,
  no: false,
  zero: 0,
  negative: -1.5,
  small: 1e-7,
  'empty text': '',
  'empty list': [],
  'empty object': {},
  'nested list': [[], [null]],
}
const oddNames: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '',
  'length',
  '0',
]
const oddMembers = oddNames.map((name) => `${JSON.stringify(name)}:{"of":${JSON.stringify(name)}}`).join(',')

/** RFC 9901 §4.2 and §7.1 steps 3 to 5: the Disclosures and their digests. */
export const disclosureCases: readonly Definition[] = [
  rejected('R12-1', 'RFC 9901 §4.2', 'a Disclosure that is an object', 'parse/disclosure_malformed', {
    change: raw(JSON.stringify({ 0: salt('object'), 1: 'extra', 2: 1 })),
  }),
  rejected('R12-2', 'RFC 9901 §4.2', 'a Disclosure that is a string of three letters', 'parse/disclosure_malformed', {
    change: raw('"abc"'),
  }),
  rejected('R12-3', 'RFC 9901 §4.2', 'a Disclosure that is a number', 'parse/disclosure_malformed', {
    change: raw('3'),
  }),
  rejected('R12-4', 'RFC 9901 §4.2', 'a Disclosure that is null', 'parse/disclosure_malformed', {
    change: raw('null'),
  }),
  rejected('R12-5', 'RFC 9901 §4.2', 'a Disclosure of one element', 'parse/disclosure_malformed', {
    change: raw(`["${salt('one')}"]`),
  }),
  rejected('R12-6', 'RFC 9901 §4.2', 'a Disclosure of four elements', 'parse/disclosure_malformed', {
    change: raw(withSalt('four', '"extra",1,2')),
  }),
  rejected('R12-7', 'RFC 9901 §4.2', 'a Disclosure without elements', 'parse/disclosure_malformed', {
    change: raw('[]'),
  }),
  rejected('R12-8', 'RFC 9901 §4.2', 'a Disclosure that is no JSON', 'parse/json_malformed', {
    change: raw(withSalt('json', '"extra",1,')),
  }),
  rejected('R12-9', 'RFC 9901 §4.2', 'a Disclosure with something after it', 'parse/json_malformed', {
    change: raw(`${withSalt('after', '"extra",1')}[]`),
  }),
  rejected('R12-10', 'RFC 9901 §4.2', 'a Disclosure that is not UTF-8', 'parse/text_not_utf8', {
    change: raw(Buffer.from(withSalt('utf8', '"extra","\xe9"'), 'latin1')),
  }),
  rejected('R12-11', 'RFC 9901 §4.2', 'a name twice in a disclosed object', 'parse/json_name_repeated', {
    change: raw(withSalt('twice', '"extra",{"a":1,"a":2}')),
  }),
  rejected('R13-1', 'RFC 9901 §4.2.1', 'a salt that is a number', 'parse/disclosure_malformed', {
    change: raw('[42,"extra",1]'),
  }),
  rejected('R13-2', 'RFC 9901 §4.2.1', 'a salt that is null', 'parse/disclosure_malformed', {
    change: raw('[null,"extra",1]'),
  }),
  rejected('R13-3', 'RFC 9901 §4.2.1', 'a name that is a number', 'parse/disclosure_malformed', {
    change: raw(withSalt('name', '7,1')),
  }),
  rejected('R13-4', 'RFC 9901 §4.2.1', 'a name that is null', 'parse/disclosure_malformed', {
    change: raw(withSalt('name', 'null,1')),
  }),
  rejected('R13-5', 'RFC 9901 §4.2.1', 'a name that is an array', 'parse/disclosure_malformed', {
    change: raw(withSalt('name', '["extra"],1')),
  }),
  rejected(
    'R13-6',
    'RFC 9901 §4.2.2',
    'a salt that is an object, in an array’s Disclosure',
    'parse/disclosure_malformed',
    {
      change: inArray(base64url('[{},"it"]')),
    },
  ),
  rejected(
    'R14-1',
    'RFC 9901 §7.1-3c.ii.1',
    'an array’s Disclosure referenced from _sd',
    'authenticate/disclosure_misplaced',
    {
      change: alsoDisclosed(disclosure('element', 'it')),
    },
  ),
  rejected(
    'R14-2',
    'RFC 9901 §7.1-3c.ii.1',
    'an array’s Disclosure referenced from _sd further down',
    'authenticate/disclosure_misplaced',
    {
      change: inObject(disclosure('element', 'it')),
    },
  ),
  rejected('R15-1', 'RFC 9901 §7.1-3c.ii.2', 'a disclosed claim named _sd', 'parse/claim_name_reserved', {
    change: alsoDisclosed(disclosure('reserved', '_sd', [decoy('inner')])),
  }),
  rejected('R15-2', 'RFC 9901 §7.1-3c.ii.2', 'a disclosed claim named with an ellipsis', 'parse/claim_name_reserved', {
    change: alsoDisclosed(disclosure('reserved', '...', decoy('inner'))),
  }),
  rejected('R15-3', 'RFC 9901 §7.1-3c.ii.2', 'a disclosed claim named _sd further down', 'parse/claim_name_reserved', {
    change: inObject(disclosure('reserved', '_sd', [])),
  }),
  rejected(
    'R15-4',
    'RFC 9901 §7.1-3c.ii.2',
    'a disclosed claim named _sd, spelled with an escape',
    'parse/claim_name_reserved',
    {
      change: raw(withSalt('escape', '"\\u005fsd",[]')),
    },
  ),
  rejected(
    'R16-1',
    'RFC 9901 §7.1-3c.ii.3',
    'a disclosed claim whose name stands there already',
    'authenticate/claim_repeated',
    {
      change: alsoDisclosed(disclosure('languages', 'languages', ['en'])),
    },
  ),
  rejected('R16-2', 'RFC 9901 §7.1-3c.ii.3', 'two Disclosures of one name', 'authenticate/claim_repeated', {
    change: alsoDisclosed(disclosure('another', 'given_name', 'Testus')),
  }),
  rejected(
    'R16-3',
    'RFC 9901 §7.1-3c.ii.3',
    'a disclosed claim whose name stands there already, further down',
    'authenticate/claim_repeated',
    {
      change: (credential) => {
        const title = disclosure('title', 'title', 'Doctor of Fixtures')
        const { degree } = credential.payload as { degree: Members }
        const _sd = [...(degree._sd as readonly Json[]), digest(title)]
        return { payload: { ...credential.payload, degree: { ...degree, _sd } }, sent: [...credential.sent, title] }
      },
    },
  ),
  rejected(
    'R16-4',
    'RFC 9901 §7.1-3c.ii.3',
    '__proto__ disclosed where it stands already',
    'authenticate/claim_repeated',
    {
      change: (credential) => ({
        ...alsoDisclosed(disclosure('proto', '__proto__', 1))(credential),
        spellPayload: (json: string) => json.replace('{', '{"__proto__":0,'),
      }),
    },
  ),
  rejected(
    'R17-1',
    'RFC 9901 §7.1-3c.iii.1',
    'a claim’s Disclosure referenced from an array',
    'authenticate/disclosure_misplaced',
    {
      change: inArray(disclosure('claim', 'extra', 'it')),
    },
  ),
  rejected(
    'R17-2',
    'RFC 9901 §7.1-3c.iii.1',
    'a claim’s Disclosure referenced from an array in a disclosed value',
    'authenticate/disclosure_misplaced',
    {
      change: (credential) => {
        const inner = disclosure('claim', 'extra', 'it')
        const made = alsoDisclosed(disclosure('list', 'list', [{ '...': digest(inner) }]))(credential)
        return { ...made, sent: [...(made.sent as readonly string[]), inner] }
      },
    },
  ),
  rejected('R18-1', 'RFC 9901 §7.1-4', 'the same digest twice in one _sd', 'authenticate/digest_repeated', {
    change: (credential) => alsoDigests(digest(credential.made.givenName as string))(credential),
  }),
  rejected('R18-2', 'RFC 9901 §7.1-4', 'the same digest at two levels', 'authenticate/digest_repeated', {
    change: (credential) => payload({ extra: { _sd: [digest(credential.made.givenName as string)] } })(credential),
  }),
  rejected('R18-3', 'RFC 9901 §7.1-4', 'the same digest in _sd and in an array', 'authenticate/digest_repeated', {
    change: (credential) => payload({ extra: [{ '...': digest(credential.made.familyName as string) }] })(credential),
  }),
  rejected('R18-4', 'RFC 9901 §7.1-4', 'the same digest twice in one array', 'authenticate/digest_repeated', {
    change: (credential) =>
      payload({
        languages: ['ja', element(credential, 'french'), element(credential, 'french'), element(credential, 'german')],
      })(credential),
  }),
  rejected(
    'R18-5',
    'RFC 9901 §7.1-4',
    'a digest of the payload once more inside a disclosed value',
    'authenticate/digest_repeated',
    {
      change: (credential) =>
        alsoDisclosed(disclosure('inner', 'extra', { _sd: [digest(credential.made.familyName as string)] }))(
          credential,
        ),
    },
  ),
  rejected('R18-6', 'RFC 9901 §7.1-4', 'the same decoy twice', 'authenticate/digest_repeated', {
    change: alsoDigests(decoy('decoy')),
  }),
  rejected('R18-7', 'RFC 9901 §7.1-4', 'the same decoy in two arrays', 'authenticate/digest_repeated', {
    change: payload({ extra: [[{ '...': decoy('twice') }], [{ '...': decoy('twice') }]] }),
  }),
  rejected('R18-8', 'RFC 9901 §7.1-4', 'the same digest in two disclosed values', 'authenticate/digest_repeated', {
    change: alsoDisclosed(
      disclosure('a', 'a', { _sd: [decoy('twice')] }),
      disclosure('b', 'b', { _sd: [decoy('twice')] }),
    ),
  }),
  rejected('R19-1', 'RFC 9901 §7.1-5', 'a Disclosure that nothing references', 'authenticate/disclosure_unreferenced', {
    change: send((sent) => [...sent, disclosure('foreign', 'role', 'professor')]),
  }),
  rejected('R19-2', 'RFC 9901 §7.1-5', 'a disclosed value changed', 'authenticate/disclosure_unreferenced', {
    change: send((sent, made) => sent.map((one) => (one === made.grade ? disclosure('grade', 'grade', 'A+') : one))),
  }),
  rejected('R19-3', 'RFC 9901 §7.1-5', 'the salt of a Disclosure changed', 'authenticate/disclosure_unreferenced', {
    change: send((sent, made) => sent.map((one) => (one === made.grade ? disclosure('pepper', 'grade', 'A') : one))),
  }),
  rejected('R19-4', 'RFC 9901 §7.1-5', 'a Disclosure sent twice', 'authenticate/disclosure_repeated', {
    change: send((sent, made) => [...sent, made.givenName as string]),
  }),
  rejected(
    'R19-5',
    'RFC 9901 §7.1-5',
    'a Disclosure without the one that it lies in',
    'authenticate/disclosure_unreferenced',
    {
      change: send((sent, made) => sent.filter((one) => one !== made.address)),
    },
  ),
  rejected(
    'R19-6',
    'RFC 9901 §7.1-5',
    'two foreign Disclosures, one referenced by the other alone',
    'authenticate/disclosure_unreferenced',
    {
      change: send((sent) => {
        const inner = disclosure('inner', 'role', 'professor')
        return [...sent, disclosure('outer', 'employment', { _sd: [digest(inner)] }), inner]
      }),
    },
  ),
  rejected(
    'R19-7',
    'RFC 9901 §7.1-5',
    'a Disclosure spelled with white space that the issuer did not write',
    'authenticate/disclosure_unreferenced',
    {
      change: send((sent, made) =>
        sent.map((one) =>
          one === made.grade ? base64url(Buffer.from(one, 'base64url').toString().replaceAll(',', ', ')) : one,
        ),
      ),
    },
  ),
  rejected(
    'R19-8',
    'RFC 9901 §7.1-5',
    'a Disclosure where the payload has no digests at all',
    'authenticate/disclosure_unreferenced',
    {
      change: (credential) => ({
        payload: {
          ...payloadWithout('_sd')(credential).payload,
          degree: { title: 'Bachelor of Fixtures' },
          languages: ['ja'],
        },
        sent: [credential.made.givenName as string],
      }),
    },
  ),
  ...(
    [
      [
        'R20-1',
        'over the decoded Disclosure',
        (one: string) => hashOf(Buffer.from(one, 'base64url')).toString('base64url'),
        'authenticate/disclosure_unreferenced',
      ],
      ['R20-2', 'in hex', (one: string) => hashOf(one).toString('hex'), 'authenticate/digests_malformed'],
      ['R20-3', 'with padding', (one: string) => `${digest(one)}=`, 'authenticate/digests_malformed'],
      [
        'R20-4',
        'by another hash than _sd_alg names',
        (one: string) => digest(one, 'sha-512'),
        'authenticate/digests_malformed',
      ],
      ['R20-5', 'cut short', (one: string) => digest(one).slice(0, 22), 'authenticate/digests_malformed'],
      ['R20-6', 'of the digest', (one: string) => digest(digest(one)), 'authenticate/disclosure_unreferenced'],
      [
        'R20-7',
        'over the Disclosure and its tilde',
        (one: string) => digest(`${one}~`),
        'authenticate/disclosure_unreferenced',
      ],
    ] as const
  ).map(([id, how, digestOf, code]) =>
    rejected(id, 'RFC 9901 §4.2.3', `a digest taken ${how}`, code, {
      change: (credential) => {
        const extra = disclosure('extra', 'extra', 1)
        return both(
          alsoDigests(digestOf(extra)),
          send((sent) => [...sent, extra]),
        )(credential)
      },
    }),
  ),
  rejected(
    'R20-8',
    'RFC 9901 §4.2.3',
    'a digest of the wrong length with nothing behind it',
    'authenticate/digests_malformed',
    {
      change: alsoDigests('AAAA'),
    },
  ),
  rejected('R20-9', 'RFC 9901 §4.2.3', 'an empty digest', 'authenticate/digests_malformed', {
    change: alsoDigests(''),
  }),
  accepted('R21-1', 'RFC 9901 §7.1-3d', 'nothing disclosed: digests and their names vanish, what is left empty stays', {
    change: both(
      send(() => []),
      payload({ withheld: { _sd: [decoy('w')] }, list: [{ '...': decoy('l') }] }),
    ),
    claims: ({ given_name: _, address: __, ...claims }) => ({
      ...claims,
      degree: { title: 'Bachelor of Fixtures' },
      languages: ['ja'],
      withheld: {},
      list: [],
    }),
  }),
  accepted('R21-2', 'RFC 9901 §7.1-3', 'disclosures five deep, in objects and arrays by turns', {
    change: nested(5),
    claims: (claims) => ({ ...claims, deep: nestedValue(5) }),
  }),
  accepted('R21-3', 'RFC 9901 §7.1-3', 'the Disclosures in another order than the digests', {
    change: send((sent) => [...sent].reverse()),
  }),
  accepted('R21-4', 'RFC 9901 §4.2.4.2', 'a withheld element before a disclosed one: the array closes up', {
    change: (credential) => ({
      payload: {
        ...credential.payload,
        languages: [element(credential, 'german'), element(credential, 'french'), 'ja'],
      },
    }),
    claims: (claims) => ({ ...claims, languages: ['fr', 'ja'] }),
  }),
  accepted('R21-5', 'RFC 9901 §4.2.4.1', 'an empty _sd', {
    change: payload({ extra: { note: 1, _sd: [] } }),
    claims: (claims) => ({ ...claims, extra: { note: 1 } }),
  }),
  accepted('R21-6', 'RFC 9901 §4.2', 'disclosed values of every kind, null and empty ones too', {
    change: alsoDisclosed(...Object.entries(kinds).map(([name, value]) => disclosure(name, name, value))),
    claims: (claims) => ({ ...claims, ...kinds }),
  }),
  rejected('R22-1', 'the limits of a verifier', 'JSON nested 200 deep in the payload', 'parse/json_too_deep', {
    change: (credential) => ({ payload: { ...credential.payload, bomb: arrays(200) } }),
  }),
  rejected('R22-2', 'the limits of a verifier', 'JSON nested 200 deep in a Disclosure', 'parse/json_too_deep', {
    change: alsoDisclosed(disclosure('bomb', 'bomb', arrays(200))),
  }),
  rejected(
    'R22-3',
    'the limits of a verifier',
    'Disclosures nested deeper than the limit',
    'authenticate/claims_too_deep',
    {
      change: nested(12),
      circumstances: () => ({ options: { limits: { depth: 10 } } }),
    },
  ),
  rejected('R22-4', 'the limits of a verifier', 'claims nested deeper than the limit', 'authenticate/claims_too_deep', {
    change: payload({ bomb: arrays(110) }),
  }),
  rejected('R22-5', 'the limits of a verifier', 'more Disclosures than the limit', 'parse/disclosures_too_many', {
    circumstances: () => ({ options: { limits: { disclosures: 4 } } }),
  }),
  rejected('R22-6', 'the limits of a verifier', 'more characters than the limit', 'parse/input_too_large', {
    circumstances: () => ({ options: { limits: { inputLength: 500 } } }),
  }),
  accepted('R22-7', 'the limits of a verifier', 'as many Disclosures as the limit allows', {
    circumstances: () => ({ options: { limits: { disclosures: 5 } } }),
  }),
  accepted('R22-8', 'the limits of a verifier', 'nested 60 deep, within the limits', {
    change: payload({ deep: arrays(60) }),
    claims: (claims) => ({ ...claims, deep: arrays(60) }),
  }),
  accepted('R22-9', 'RFC 9901 §7.1', 'names of Object.prototype disclosed: own members like any other', {
    change: alsoDisclosed(...oddNames.map((name) => disclosure(`odd ${name}`, name, { of: name }))),
    claims: (claims) => withOddNames(claims),
  }),
  accepted('R22-10', 'RFC 9901 §7.1', 'names of Object.prototype in the open, at two levels', {
    change: (credential) => ({
      spellPayload: (json: string) => json.replace('{', `{${oddMembers},"extra":{${oddMembers}},`),
      payload: credential.payload,
    }),
    claims: (claims) => withOddNames({ ...claims, extra: withOddNames({}) }),
  }),
  rejected('A20-1', 'RFC 9901 §7.1-3c.ii.3', 'a Disclosure that would overwrite iss', 'authenticate/claim_repeated', {
    change: alsoDisclosed(disclosure('iss', 'iss', 'https://attacker.example')),
  }),
  rejected('A20-2', 'RFC 9901 §7.1-3c.ii.3', 'a Disclosure that would overwrite exp', 'authenticate/claim_repeated', {
    change: alsoDisclosed(disclosure('exp', 'exp', 253402300799)),
  }),
  rejected(
    'A20-3',
    'RFC 9901 §7.1-5',
    'the same attempt by a holder: no digest of the issuer’s stands for it',
    'authenticate/disclosure_unreferenced',
    {
      change: send((sent) => [...sent, disclosure('iss', 'iss', 'https://attacker.example')]),
    },
  ),
  rejected(
    'A23-1',
    'RFC 9901 §7.1-4',
    'one digest in two objects, its Disclosure sent: a claim at two places',
    'authenticate/digest_repeated',
    {
      change: (credential) => payload({ other: { _sd: [digest(credential.made.grade as string)] } })(credential),
    },
  ),
  rejected(
    'A30-1',
    'the limits of a verifier',
    'one Disclosure more than the verifier takes, each of them valid',
    'parse/disclosures_too_many',
    {
      change: alsoDisclosed(
        ...Array.from({ length: 60 }, (_, index) => disclosure(`many ${index}`, `n${index}`, index)),
      ),
      circumstances: () => ({ options: { limits: { disclosures: 64 } } }),
    },
  ),
  rejected('A43-5', 'RFC 9901 §4.2.4.1', '_sd hidden in a disclosed __proto__', 'authenticate/digests_malformed', {
    change: raw(withSalt('proto', '"__proto__",{"_sd":"x"}')),
  }),
  ...(
    [
      [
        'A44-1',
        'a byte order mark before a Disclosure',
        '\ufeff["c2FsdHNhbHRzYWx0c2FsdA","n",1]',
        'parse/json_malformed',
      ],
      ['A44-2', 'half of a surrogate pair in a value', withSalt('lone', '"n","\\ud800"'), 'parse/json_surrogate_lone'],
      ['A44-3', 'half of a surrogate pair in a name', withSalt('lone', '"\\udc00",1'), 'parse/json_surrogate_lone'],
      ['A44-4', 'NaN', withSalt('number', '"n",NaN'), 'parse/json_malformed'],
      ['A44-5', 'a number beyond any double', withSalt('number', '"n",1e999'), 'parse/json_number_unsafe'],
      [
        'A44-6',
        'an integer that a double rounds',
        withSalt('number', '"n",9007199254740993'),
        'parse/json_number_unsafe',
      ],
      ['A44-7', 'a number with a leading zero', withSalt('number', '"n",012'), 'parse/json_malformed'],
      ['A44-8', 'a control character in a string', withSalt('control', '"n","\u0001"'), 'parse/json_malformed'],
      ['A44-9', 'a comment', withSalt('comment', '"n",/* 1 */2'), 'parse/json_malformed'],
      ['A44-10', 'a comma too many', withSalt('comma', '"n",[1,]'), 'parse/json_malformed'],
    ] as const
  ).map(([id, what, json, code]) =>
    rejected(id, 'RFC 8259, RFC 7493 §2', `${what} in a Disclosure`, code, { change: raw(json) }),
  ),
  rejected('A47-1', 'the limits of a verifier', 'eleven certificates in x5c', 'parse/certificates_malformed', {
    change: (credential) => ({ header: { ...credential.header, x5c: Array.from({ length: 11 }, () => 'MAA=') } }),
  }),
  accepted('A45-4', 'RFC 8259 §8.3', 'one name in two Unicode normal forms: two claims', {
    change: alsoDisclosed(disclosure('nfc', 'pr\u00e9nom', 1), disclosure('nfd', 'pre\u0301nom', 2)),
    claims: (claims) => ({ ...claims, 'pr\u00e9nom': 1, 'pre\u0301nom': 2 }),
  }),
  rejected('A45-5', 'RFC 8259 §8.3', 'a required claim that is there in another normal form', 'policy/claim_missing', {
    change: alsoDisclosed(disclosure('nfd', 'pre\u0301nom', 2)),
    circumstances: () => ({ policies: { requiredClaims: [['pr\u00e9nom']] } }),
  }),
  rejected(
    'A29-1',
    'RFC 9901 §9.7',
    'a claim that the verifier requires, withheld by the holder',
    'policy/claim_missing',
    {
      change: send((sent, made) => sent.filter((one) => one !== made.grade)),
      circumstances: () => ({ policies: { requiredClaims: [['degree', 'grade']] } }),
    },
  ),
  accepted('A43-6', 'RFC 9901 §7.1', 'iss only as own member counts, whatever is disclosed as __proto__', {
    change: raw(withSalt('proto', `"__proto__",{"iss":"https://attacker.example"}`)),
    claims: (claims) =>
      JSON.parse(
        `{"__proto__":{"iss":"https://attacker.example"},${JSON.stringify({ ...claims, iss: issuer }).slice(1)}`,
      ),
  }),
]

function element({ made }: Credential, name: string): Members {
  return { '...': digest(made[name] as string) }
}

/** A Disclosure referenced from an array. */
function inArray(encoded: string) {
  return both(
    payload({ list: [{ '...': digest(encoded) }] }),
    send((sent) => [...sent, encoded]),
  )
}

/** A Disclosure referenced from the `_sd` of an object. */
function inObject(encoded: string) {
  return both(
    payload({ extra: { _sd: [digest(encoded)] } }),
    send((sent) => [...sent, encoded]),
  )
}

/** A claim `deep` made of Disclosures one inside the other, in objects and arrays by turns. */
function nested(depth: number) {
  return (credential: Credential): Partial<Credential> => {
    let value: Json = 'bottom'
    const sent: string[] = []
    for (let level = depth; level > 0; level--) {
      const isObject = level % 2 === 1
      const encoded: string = isObject ? disclosure(`deep ${level}`, 'in', value) : disclosure(`deep ${level}`, value)
      sent.unshift(encoded)
      value = isObject ? { _sd: [digest(encoded)] } : [{ '...': digest(encoded) }]
    }
    return { payload: { ...credential.payload, deep: value }, sent: [...credential.sent, ...sent] }
  }
}

function nestedValue(depth: number): Json {
  let value: Json = 'bottom'
  for (let level = depth; level > 0; level--) value = level % 2 === 1 ? { in: value } : [value]
  return value
}

function arrays(depth: number): Json {
  let value: Json = 1
  for (let level = 0; level < depth; level++) value = [value]
  return value
}

function withOddNames(claims: Members): Members {
  return JSON.parse(`${JSON.stringify(claims).slice(0, -1)}${Object.keys(claims).length > 0 ? ',' : ''}${oddMembers}}`)
}
