import {
  after,
  at,
  audience,
  baseClaims,
  baseCredential,
  directChallenge,
  expires,
  type Format,
  holderKey,
  issuerKey,
  nonce,
  now,
} from '../bases.ts'
import { type Change, payload, payloadWithout, privateKey, publicKey, send, signed } from '../changes.ts'
import { build, type Credential, digest, disclosure } from '../credential.ts'
import { type Json, type Members, without } from '../json.ts'
import { operationCase, refusedWith } from '../operations.ts'
import type { Case } from '../suite.ts'

/** As the issuer handed it over: every Disclosure, no key binding, and a claim whose name has a dot. */
function issuedCredential(format: Format, change?: Change, form: Credential['form'] = 'compact'): string {
  const { binding: _, ...base } = baseCredential(format, 'bound', form)
  const dotted = disclosure('dotted', 'address.locality', 'a name with a dot')
  const everything: Credential = {
    ...base,
    payload: { ...base.payload, _sd: [...(base.payload._sd as readonly Json[]), digest(dotted)].sort() },
    sent: [...Object.values(base.made), dotted],
  }
  return build({ ...everything, ...change?.(everything) })
}

/** RFC 9901 §7.2: what a holder takes and what it shows. */
export function holdingCases(format: Format): readonly Case[] {
  return [...receivingCases(format), ...presentingCases(format)]
}

function receivingCases(format: Format): readonly Case[] {
  const trust = { keys: [issuerKey.publicKey] }
  const receive = (
    id: string,
    clause: string,
    title: string,
    text: string,
    expect: Members,
    input: Members = {},
    rest: Members = {},
  ): Case =>
    operationCase('receive', id, clause, title, {
      format,
      at,
      trust,
      input: { credential: { text }, holderKey: holderKey.publicKey, ...input },
      ...rest,
      expect,
    })
  const rejected = (stage: string, code: string): Members => ({ accepted: false, stage, code })
  const claims = {
    ...baseClaims(format, 'bound'),
    family_name: 'Exemplar',
    languages: ['ja', 'fr', 'de'],
    address: { country: 'JP', locality: 'Kyoto', street: '0 Fixture Street' },
    'address.locality': 'a name with a dot',
  }
  return [
    receive('R2-10', 'RFC 9901 §7.2', 'what the issuer handed over', issuedCredential(format), {
      accepted: true,
      claims,
    }),
    receive(
      'R2-11',
      'RFC 9901 §7.2',
      'a credential that came with a Key Binding JWT',
      build(baseCredential(format, 'bound')),
      rejected('parse', 'key_binding_unexpected'),
    ),
    receive(
      'R2-12',
      'RFC 9901 §7.2',
      'a credential bound to another’s key',
      issuedCredential(format, payload({ cnf: { jwk: publicKey('attacker') } })),
      rejected('policy', 'holder_key_differs'),
    ),
    receive(
      'R2-13',
      'RFC 9901 §7.2',
      'a credential bound to nobody',
      issuedCredential(format, payloadWithout('cnf')),
      rejected('policy', 'holder_key_missing'),
    ),
    receive(
      'R2-14',
      'RFC 9901 §7.2',
      'a credential that has expired',
      issuedCredential(format, payload({ exp: now })),
      rejected('policy', 'expired'),
    ),
    receive(
      'R2-15',
      'RFC 9901 §7.2',
      'a credential that is not valid yet: a holder may keep it',
      issuedCredential(format, payload({ nbf: now + 60 })),
      {
        accepted: true,
        claims: { ...claims, nbf: now + 60 },
      },
    ),
    receive(
      'R2-16',
      'RFC 9901 §7.2',
      'a signature by an attacker',
      issuedCredential(format, signed({ algorithm: 'ES256', key: privateKey('attacker') })),
      rejected('authenticate', 'signature_invalid'),
    ),
    receive(
      'R2-17',
      'RFC 9901 §7.2',
      'a Disclosure that nothing references',
      issuedCredential(
        format,
        send((sent) => [...sent, disclosure('foreign', 'role', 'professor')]),
      ),
      rejected('authenticate', 'disclosure_unreferenced'),
    ),
    receive(
      'R2-18',
      'RFC 9901 §7.2',
      'an issuer that is not trusted',
      issuedCredential(format),
      rejected('trust', 'key_unknown'),
      {},
      { trust: { keys: [] } },
    ),
    receive(
      'R2-19',
      'RFC 9901 §7.2',
      'a bound credential where none was asked to be',
      issuedCredential(format),
      rejected('policy', 'holder_key_differs'),
      { holderKey: 'bearer' },
    ),
    receive(
      'R2-20',
      'RFC 9901 §7.2',
      'a bearer’s credential where one was asked for',
      issuedCredential(format, payloadWithout('cnf')),
      { accepted: true },
      { holderKey: 'bearer' },
    ),
    receive('R2-21', 'RFC 9901 §8', 'flattened JSON', issuedCredential(format, undefined, 'flattened'), {
      accepted: true,
      claims,
    }),
  ]
}

function presentingCases(format: Format): readonly Case[] {
  const whole = issuedCredential(format)
  const present = (
    id: string,
    clause: string,
    title: string,
    disclose: Json,
    expect: Members,
    rest: Members = {},
    input: Members = {},
  ): Case =>
    operationCase('present', id, clause, title, {
      format,
      at,
      challenge: directChallenge,
      input: { credential: { text: whole }, disclose, holderKey: holderKey.privateKey, ...input },
      ...rest,
      expect,
    })
  const shown = (disclosed: Json, more: Members = {}): Members => ({
    accepted: true,
    output: {
      disclosed,
      disclosures: (disclosed as readonly Json[]).length,
      keyBinding: { aud: audience, nonce, iat: now },
      ...more,
    },
  })
  const address = [['address'], ['address', 'locality'], ['address', 'street']]
  return [
    present(
      'R47-1',
      'RFC 9901 §7.2',
      'one claim twice and once more as a part of its parent: each Disclosure once',
      [['address', 'locality'], ['address'], ['address', 'locality']],
      shown(address),
    ),
    present('R47-2', 'RFC 9901 §7.2', 'nothing selected: nothing disclosed', [], shown([])),
    present('R47-3', 'RFC 9901 §7.2', 'a claim that is always open', [['degree', 'title']], shown([])),
    present(
      'R47-4',
      'RFC 9901 §7.2',
      'a claim that the issuer did not write',
      [['role']],
      refusedWith('path_unmatched'),
    ),
    present('R47-5', 'RFC 9901 §7.2', 'an element beyond the array', [['languages', 9]], refusedWith('path_unmatched')),
    present(
      'R47-6',
      'RFC 9901 §7.2',
      'a name that only Object.prototype has',
      [['constructor']],
      refusedWith('path_unmatched'),
    ),
    present(
      'R48-1',
      'RFC 9901 §7.2',
      'a claim inside a disclosable one: its parent comes along, its sister does not',
      [['address', 'locality']],
      shown([['address'], ['address', 'locality']], {
        claims: {
          ...without(baseClaims(format, 'bound'), 'given_name'),
          degree: { title: 'Bachelor of Fixtures' },
          languages: ['ja'],
          address: { country: 'JP', locality: 'Kyoto' },
        },
      }),
    ),
    present('R48-2', 'RFC 9901 §7.2', 'an object selected: what it holds comes along', [['address']], shown(address)),
    present(
      'R48-3',
      'RFC 9901 §7.2',
      'every element of an array',
      [['languages', null]],
      shown([
        ['languages', 1],
        ['languages', 2],
      ]),
    ),
    present(
      'R49-1',
      'RFC 9901 §7.2',
      'a name with a dot in it: not the path of two',
      [['address.locality']],
      shown([['address.locality']]),
    ),
    present(
      'R49-2',
      'RFC 9901 §7.2',
      'the path of two: not the name with a dot in it',
      [['address', 'locality']],
      shown([['address'], ['address', 'locality']]),
    ),
    present(
      'R49-3',
      'RFC 9901 §7.2',
      'the second of two disclosable elements alone',
      [['languages', 2]],
      shown([['languages', 1]]),
    ),
    present('R49-4', 'RFC 9901 §7.2', 'one claim of many', [['given_name']], shown([['given_name']])),
    present(
      'R49-5',
      'RFC 9901 §4',
      'to a verifier that takes bearers: no Key Binding JWT',
      [['given_name']],
      {
        accepted: true,
        output: { disclosed: [['given_name']], keyBinding: null, serialization: 'compact' },
      },
      { challenge: 'bearer' },
    ),
    present(
      'R33-30',
      'RFC 9901 §4.3',
      'the binding answers openid4vp with the client identifier',
      [],
      {
        accepted: true,
        output: { keyBinding: { aud: 'x509_san_dns:admissions.example', nonce } },
      },
      {
        challenge: {
          protocol: 'openid4vp',
          clientId: 'x509_san_dns:admissions.example',
          nonce,
          responseUri: 'https://admissions.example/r',
        },
      },
    ),
    present(
      'R33-31',
      'RFC 9901 §4.3',
      'the binding answers openid4vp-dc-api with the origin',
      [],
      {
        accepted: true,
        output: { keyBinding: { aud: 'origin:https://admissions.example', nonce } },
      },
      { challenge: { protocol: 'openid4vp-dc-api', origin: 'https://admissions.example', nonce } },
    ),
    present(
      'R33-32',
      'RFC 9901 §4.3',
      'later: iat is the clock’s',
      [],
      {
        accepted: true,
        output: { keyBinding: { iat: now + 3600 } },
      },
      { at: after(3600) },
    ),
    present(
      'R29-30',
      'RFC 9901 §7.2',
      'with another key than the credential’s',
      [['given_name']],
      refusedWith('holder_key_differs'),
      {},
      { holderKey: privateKey('attacker') },
    ),
    present(
      'R27-30',
      'RFC 9901 §7.2',
      'a credential bound to nobody, where key binding is demanded',
      [['given_name']],
      refusedWith('confirmation_missing'),
      {},
      {
        credential: { text: issuedCredential(format, payloadWithout('cnf')) },
      },
    ),
    present(
      'R2-30',
      'RFC 9901 §7.2',
      'an input that is bound already',
      [['given_name']],
      refusedWith('key_binding_unexpected'),
      {},
      {
        credential: { text: build(baseCredential(format, 'bound')) },
      },
    ),
    ...(['flattened', 'general'] as const).map((form, index) =>
      present(
        `R36-${30 + index}`,
        'RFC 9901 §8.1',
        `${form} JSON stays what it is`,
        [['given_name']],
        shown([['given_name']], { serialization: form }),
        {},
        {
          credential: { text: issuedCredential(format, undefined, form) },
        },
      ),
    ),
    present(
      'R33-33',
      'RFC 9901 §4.3.1',
      'sd_hash by the hash of the credential',
      [['note']],
      shown([['note']], { hash: 'sha-384' }),
      {},
      {
        credential: {
          text: issuedCredential(format, ({ payload: { _sd: _, languages: __, degree: ___, ...rest } }) => {
            const note = disclosure('note', 'note', expires)
            return {
              payload: { ...rest, _sd: [digest(note, 'sha-384')], _sd_alg: 'sha-384' },
              sent: [note],
              hash: 'sha-384',
            }
          }),
        },
      },
    ),
  ]
}
