import { issuer } from '../bases.ts'
import {
  alsoDigests,
  alsoDisclosed,
  bendSignature,
  binding,
  both,
  type Change,
  header,
  payload,
  payloadWithout,
  privateKey,
  publicKey,
  send,
  signed,
  spellPayload,
} from '../changes.ts'
import { type Credential, decoy, digest, disclosure, salt } from '../credential.ts'
import { base64url, type Hash, type Json, type Members } from '../json.ts'
import { addOrderToS, otherS } from '../signatures.ts'
import { accepted, type Definition, rejected } from '../suite.ts'

const ed25519 = (alg: string): Change => signed({ algorithm: 'EdDSA', key: privateKey('issuer-ed25519') }, { alg })
const trustEd25519 = () => ({ trust: { keys: [publicKey('issuer-ed25519')] } })

/** The base with every digest by another hash. */
const hashedBy =
  (hash: Hash): Change =>
  (credential) => {
    const again = (value: Json): Json =>
      JSON.parse(JSON.stringify(value), (_, one) => renewed.get(one as string) ?? one)
    const renewed = new Map<string, string>([[digest(salt('decoy')), decoy('decoy', hash)]])
    const { made } = credential
    for (const one of Object.values(made)) renewed.set(digest(one), digest(one, hash))
    const [, , value] = JSON.parse(Buffer.from(made.address as string, 'base64url').toString()) as [
      string,
      string,
      Members,
    ]
    const address = disclosure('address', 'address', again(value))
    renewed.set(digest(made.address as string), digest(address, hash))
    return {
      payload: { ...(again(credential.payload) as Members), _sd_alg: hash },
      sent: credential.sent.map((one) => (one === made.address ? address : one)),
      hash,
    }
  }

const spelledDisclosures: readonly string[] = [
  '["c2FsdC1vZi1zcGFjZXM", "spaced", {"a": 1, "b": [ ]}]',
  '[\n  "c2FsdC1vZi1saW5lcw",\r\n\t"lined"\n, true ]',
  '["c2FsdC1vZi1lc2NhcGVz","\\u0065scaped","\\u30c6\\u30b9\\u30c8 \\/ \\"quoted\\" \\ud83c\\udf93"]',
  '["c2FsdC1vZi1yYXc","raw","テスト 🎓"]',
  '["","no salt at all",1]',
  '["日本語の塩","salt beyond ASCII",1e2]',
]

const neutral = `01${'00'.repeat(31)}`
const markup: Members = {
  '<script>alert(1)</script>': '"><img src=x onerror=alert(1)>',
  bidi: '\u202ebackwards\u202c',
  newline: 'one\nFAILED two',
  template: '{{constructor.constructor("return this")()}}',
}

/** What must be accepted, although some implementations stumble over it. */
export const acceptedCases: readonly Definition[] = [
  accepted('R9-20', 'RFC 9901 §4.1.1', 'no _sd_alg: sha-256', { change: payloadWithout('_sd_alg') }),
  accepted('R9-21', 'RFC 9901 §4.1.1', 'sha-384', { change: hashedBy('sha-384') }),
  accepted('R9-22', 'RFC 9901 §4.1.1', 'sha-512', { change: hashedBy('sha-512') }),
  accepted('R33-20', 'RFC 9901 §4.3.1', 'sd_hash by sha-512, as _sd_alg says', {
    base: 'bound',
    change: hashedBy('sha-512'),
  }),
  rejected(
    'R33-21',
    'RFC 9901 §4.3.1',
    'sd_hash by sha-256 where _sd_alg says sha-512',
    'authenticate/key_binding_hash_mismatch',
    {
      base: 'bound',
      change: both(
        hashedBy('sha-512'),
        binding(() => ({ over: () => '', sdHash: () => ({ sd_hash: digest('x') }) })),
      ),
    },
  ),
  accepted(
    'R12-20',
    'RFC 9901 §4.2.1',
    'Disclosures with white space, escapes, raw letters and odd salts: the text received counts',
    {
      change: alsoDisclosed(...spelledDisclosures.map((one) => base64url(one))),
      claims: (claims) => ({
        ...claims,
        spaced: { a: 1, b: [] },
        lined: true,
        escaped: 'テスト / "quoted" 🎓',
        raw: 'テスト 🎓',
        'no salt at all': 1,
        'salt beyond ASCII': 100,
      }),
    },
  ),
  accepted('R21-20', 'RFC 9901 §4.2.5', 'decoys in the payload, an array and a disclosed value', {
    change: both(
      alsoDigests(decoy('d1'), decoy('d2')),
      payload({ list: [{ '...': decoy('d3') }, 1, { '...': decoy('d4') }] }),
      alsoDisclosed(disclosure('with decoys', 'with_decoys', { _sd: [decoy('d5')], list: [{ '...': decoy('d6') }] })),
    ),
    claims: (claims) => ({ ...claims, list: [1], with_decoys: { list: [] } }),
  }),
  accepted('R21-21', 'RFC 9901 §4.2.2', 'disclosed elements of every kind in one array', {
    change: elements([null, 0, '', [], {}, ['x'], { y: 1 }]),
    claims: (claims) => ({ ...claims, list: [null, 0, '', [], {}, ['x'], { y: 1 }] }),
  }),
  accepted('R21-22', 'RFC 9901 §4.2.6', 'an element disclosed inside a disclosed array inside a disclosed object', {
    change: (credential) => {
      const inner = disclosure('inner', 'deepest')
      const list = disclosure('list', 'list', ['open', { '...': digest(inner) }])
      return both(
        alsoDisclosed(disclosure('outer', 'outer', { _sd: [digest(list)] })),
        send((sent) => [...sent, inner, list]),
      )(credential)
    },
    claims: (claims) => ({ ...claims, outer: { list: ['open', 'deepest'] } }),
  }),
  accepted(
    'R18-20',
    'RFC 9901 §7.1-4',
    'two Disclosures of the same name and value, with different salts, at two places',
    {
      change: (credential) => {
        const [one, other] = [disclosure('one', 'note', 1), disclosure('other', 'note', 1)]
        return both(
          payload({ first: { _sd: [digest(one)] }, second: { _sd: [digest(other)] } }),
          send((sent) => [...sent, one, other]),
        )(credential)
      },
      claims: (claims) => ({ ...claims, first: { note: 1 }, second: { note: 1 } }),
    },
  ),
  accepted('R11-20', 'RFC 9901 §4.1', 'names that only resemble the reserved ones', {
    change: both(payload({ sd: [], _sd_: 1, '....': 2, _SD: 'x' }), alsoDisclosed(disclosure('like', '..', 3))),
    claims: (claims) => ({ ...claims, sd: [], _sd_: 1, '....': 2, _SD: 'x', '..': 3 }),
  }),
  accepted('R11-21', 'RFC 9901 §4.1', 'the reserved names as values', {
    change: payload({ list: ['_sd', '...', '_sd_alg'] }),
    claims: (claims) => ({ ...claims, list: ['_sd', '...', '_sd_alg'] }),
  }),
  accepted('R6-20', 'RFC 7518 §3.4', 'ES384', {
    change: signed({ algorithm: 'ES384', key: privateKey('issuer-p384') }, { alg: 'ES384' }),
    circumstances: () => ({ trust: { keys: [publicKey('issuer-p384')] } }),
  }),
  accepted('R6-21', 'RFC 7518 §3.4', 'ES512', {
    change: signed({ algorithm: 'ES512', key: privateKey('issuer-p521') }, { alg: 'ES512' }),
    circumstances: () => ({ trust: { keys: [publicKey('issuer-p521')] } }),
  }),
  accepted('R6-22', 'RFC 8037 §3.1', 'EdDSA with an Ed25519 key', {
    change: ed25519('EdDSA'),
    circumstances: trustEd25519,
  }),
  accepted('R6-23', 'RFC 9864 §2.2', 'the fully-specified name Ed25519', {
    change: ed25519('Ed25519'),
    circumstances: trustEd25519,
  }),
  accepted('R8-20', 'RFC 9901 §7.1-2c', 'several keys of one issuer, the last of them the signer’s', {
    circumstances: () => ({
      trust: {
        keys: ['attacker', 'second-issuer', 'holder', 'issuer'].map((name) => ({
          ...publicKey(name as 'issuer'),
          issuer,
        })),
      },
    }),
  }),
  accepted('R8-21', 'RFC 7517 §4.5', 'a key without identifier where the header names one', {
    change: header({ kid: '2026' }),
  }),
  accepted('A14-1', 'RFC 7518 §3.4', 'the other valid signature, n − s in the place of s: both halves of s count', {
    change: bendSignature(otherS),
  }),
  rejected(
    'A15-1',
    'RFC 8032 §5.1.7',
    'an Ed25519 signature whose S is not below the order',
    'authenticate/signature_invalid',
    {
      change: both(ed25519('EdDSA'), bendSignature(addOrderToS)),
      circumstances: trustEd25519,
    },
  ),
  rejected('A15-2', 'RFC 8032 §5.1.7', 'an Ed25519 signature with a zero after it', 'authenticate/signature_invalid', {
    change: both(
      ed25519('EdDSA'),
      bendSignature((one) => Buffer.concat([one, Buffer.of(0)])),
    ),
    circumstances: trustEd25519,
  }),
  rejected(
    'A15-3',
    'RFC 8032 §5.1.7',
    'an Ed25519 key of small order, under which one signature fits every message',
    'authenticate/key_malformed',
    {
      change: both(
        ed25519('EdDSA'),
        // R the neutral element and S zero: s·B = R + h·A holds for every h, where A is neutral.
        bendSignature(() => Buffer.concat([Buffer.from(neutral, 'hex'), Buffer.alloc(32)])),
      ),
      circumstances: () => ({
        trust: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(neutral, 'hex').toString('base64url') }] },
      }),
    },
  ),
  rejected('A15-4', 'RFC 8032 §5.1.7', 'an Ed25519 signature of zeros', 'authenticate/signature_invalid', {
    change: both(
      ed25519('EdDSA'),
      bendSignature(() => new Uint8Array(64)),
    ),
    circumstances: trustEd25519,
  }),
  accepted('A44-20', 'RFC 8259 §6', 'a negative zero and the largest integer that a double holds', {
    change: spellPayload((json) => json.replace('{', '{"minus":-0,"large":9007199254740991,"least":5e-324,')),
    claims: (claims) => ({ ...claims, minus: 0, large: 9007199254740991, least: 5e-324 }),
  }),
  accepted('A44-21', 'RFC 8259 §7', 'whole surrogate pairs, escaped and raw', {
    change: spellPayload((json) => json.replace('{', '{"pair":"\\ud83c\\udf93","raw":"🎓","\\ud83c\\udf93":1,')),
    claims: (claims) => ({ ...claims, pair: '🎓', raw: '🎓', '🎓': 1 }),
  }),
  accepted('A50-1', 'W3C VCDM threat model', 'markup and control letters in claims: data, handed on as they are', {
    change: payload(markup),
    claims: (claims) => ({ ...claims, ...markup }),
  }),
]

/** An array whose elements are all disclosed. */
function elements(values: readonly Json[]): Change {
  return (credential: Credential) => {
    const made = values.map((value, index) => disclosure(`element ${index}`, value))
    return both(
      payload({ list: made.map((one) => ({ '...': digest(one) })) }),
      send((sent) => [...sent, ...made]),
    )(credential)
  }
}
