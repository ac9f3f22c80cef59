import { base64url, type Members } from '../json.ts'
import { fixtureKey, type KeyName } from '../keys.ts'
import { asDer, otherS, p256Order, type Signing } from '../signatures.ts'
import { type CborItem, cbor } from '../status/cbor.ts'
import {
  annexCTranscript,
  authorizations,
  authorizing,
  browserTranscript,
  clientId,
  cose,
  coseKey,
  deviceKey,
  documentSignerDer,
  encryptionInfoOf,
  label,
  licence,
  nonce,
  origin,
  redirectTranscript,
  responseUri,
  signsWith,
  standardAlgorithms,
  transcriptOf,
  wallet,
} from './bases.ts'
import { both, device, deviceCose, deviceKeyInfo, flipped } from './changes.ts'
import { fields, fieldsWithout, withEntry } from './mdoc.ts'
import { embedded, reversed } from './spelling.ts'
import { type Change, casesOf, type Definition } from './suite.ts'

const issued = casesOf('issued')
const answer = casesOf('answer')
const mac = casesOf('mac')
const own = casesOf('own')
const redirect = casesOf('redirect')
const browser = casesOf('browser')
const two = casesOf('two')

const numbered = <T>(first: number, list: readonly T[], make: (one: T, number: number) => Definition): Definition[] =>
  list.map((one, index) => make(one, first + index))

/** M27: a signature or a MAC. */
const proofs: readonly Definition[] = [
  answer.refused('M27-1', '§12.4', 'no deviceAuth', 'parse/device_authentication_missing', {
    change: device({ bendSigned: (all) => fieldsWithout(all, 'deviceAuth') }),
  }),
  answer.refused('M27-2', '§12.4', 'neither a signature nor a MAC', 'parse/device_authentication_missing', {
    change: device({ bendAuth: () => new Map() }),
  }),
  answer.refused('M27-3', '§12.4', 'a signature and a MAC', 'parse/device_authentication_missing', {
    change: device({ bendAuth: (all) => withEntry(all, 'deviceMac', all.get('deviceSignature') as CborItem) }),
  }),
  answer.refused('M27-4', '§12.4', 'a deviceAuth that is null', 'parse/device_authentication_missing', {
    change: device({ bendAuth: () => null }),
  }),
  answer.refused('M27-5', '§12.4', 'a signature that is null', 'parse/cose_malformed', {
    change: device({ bendProof: () => null }),
  }),
  answer.refused('M27-6', '§12.4', 'a signature in the place of the MAC', 'authenticate/algorithm_not_allowed', {
    change: device({ bendAuth: (all) => fields({ deviceMac: all.get('deviceSignature') as CborItem }) }),
    circumstances: { readerKey: fixtureKey('reader').privateKey },
  }),
]

const withKey = (members: readonly (readonly [CborItem, CborItem])[], ...without: readonly CborItem[]): Change =>
  deviceKeyInfo({ deviceKey: new Map([...fieldsWithout(deviceKey, ...without), ...members]) })
const edwards = coseKey(fixtureKey('holder-ed25519').publicKey)
const edwardsKey = (x: Uint8Array): Change => deviceKeyInfo({ deviceKey: withEntry(edwards, -2, x) })
const neutral = Uint8Array.of(1, ...new Uint8Array(31))
/** What holds over everything, under a key that is the neutral point. */
const forgery: Change = (mdoc) =>
  deviceCose({
    protected: new Map([[label.algorithm, cose.EdDSA]]),
    bendProof: () => Uint8Array.of(...neutral, ...new Uint8Array(32)),
  })(mdoc)
const offCurve = flipped(deviceKey.get(-3) as Uint8Array)

/** M28: the key that the issuer bound. */
const keys: readonly Definition[] = [
  answer.refused('M28-1', '§12.3, RFC 9053 §7.1.1', 'a point that is not on its curve', 'authenticate/key_malformed', {
    change: withKey([[-3, offCurve]]),
  }),
  answer.refused('M28-2', 'RFC 9053 §7.1.1', 'the point at zero', 'authenticate/key_malformed', {
    change: withKey([
      [-2, new Uint8Array(32)],
      [-3, new Uint8Array(32)],
    ]),
  }),
  answer.refused('M28-3', 'RFC 9053 §7.1.1', 'a coordinate beyond the field', 'authenticate/key_malformed', {
    change: withKey([[-2, new Uint8Array(32).fill(0xff)]]),
  }),
  issued.refused('M28-4', 'RFC 9053 §7.1.1', 'a coordinate that is short', 'parse/key_malformed', {
    change: withKey([[-2, (deviceKey.get(-2) as Uint8Array).subarray(1)]]),
  }),
  issued.refused('M28-5', 'RFC 9053 §7.1.1', 'a coordinate with a zero before it', 'parse/key_malformed', {
    change: withKey([[-2, Buffer.concat([Buffer.of(0), deviceKey.get(-2) as Uint8Array])]]),
  }),
  issued.refused('M28-6', 'RFC 9053 §7.1.1', 'a compressed point', 'parse/key_malformed', {
    change: withKey([[-3, ((deviceKey.get(-3) as Uint8Array)[31] as number) % 2 === 1]]),
  }),
  issued.refused('M28-7', 'RFC 9053 §7.1.1', 'no y', 'parse/key_malformed', { change: withKey([], -3) }),
  issued.refused('M28-8', 'RFC 9052 §7.1', 'no kty', 'parse/key_malformed', { change: withKey([], 1) }),
  issued.refused('M28-9', 'RFC 9053 §7', 'no curve', 'parse/key_type_unsupported', { change: withKey([], -1) }),
  issued.refused('M28-10', 'RFC 9053 §7', 'a kty that the curve has not', 'parse/key_malformed', {
    change: withKey([[1, 1]]),
  }),
  answer.refused('M28-11', 'RFC 9053 §7', 'another curve of the same length', 'authenticate/key_malformed', {
    change: withKey([[-1, 256]]),
    circumstances: { options: { algorithms: standardAlgorithms } },
  }),
  issued.refused('M28-12', '§12.3', 'a curve that the standard has not: secp256k1', 'parse/key_type_unsupported', {
    change: withKey([[-1, 8]]),
  }),
  issued.refused('M28-13', '§12.3', 'a key that signs nothing: X25519', 'parse/key_type_unsupported', {
    change: deviceKeyInfo({ deviceKey: withEntry(edwards, -1, 4) }),
  }),
  issued.refused('M28-14', '§12.3', 'a symmetric key', 'parse/key_type_unsupported', {
    change: deviceKeyInfo({
      deviceKey: new Map<CborItem, CborItem>([
        [1, 4],
        [-1, new Uint8Array(32)],
      ]),
    }),
  }),
  issued.refused('M28-15', 'RFC 9053 §7.1.1', 'the private half of the key', 'parse/key_private', {
    change: withKey([[-4, new Uint8Array(32).fill(1)]]),
  }),
  issued.refused('M28-16', '§12.3', 'no device key', 'parse/key_malformed', {
    change: (mdoc) => ({ mso: withEntry(mdoc.mso, 'deviceKeyInfo', new Map()) }),
  }),
  issued.refused('M28-17', '§12.3', 'a device key in bytes', 'parse/key_malformed', {
    change: deviceKeyInfo({ deviceKey: cbor(deviceKey) }),
  }),
  answer.refused('M28-18', 'RFC 8032 §5.1.7', 'an Edwards key of small order', 'authenticate/key_malformed', {
    change: both(edwardsKey(new Uint8Array(32)), forgery),
  }),
  answer.refused('M28-19', 'RFC 8032 §5.1.3', 'the neutral point of an Edwards curve', 'authenticate/key_malformed', {
    change: both(edwardsKey(neutral), forgery),
  }),
  issued.refused('M28-20', 'RFC 9052 §7.1', 'a key that only signs', 'parse/key_use_mismatch', {
    change: withKey([[4, [1]]]),
  }),
]

const deviceAlgorithms: readonly (readonly [KeyName, Signing['algorithm'], string, number])[] = [
  ['holder', 'ES256', 'P-256', -9],
  ['holder-p384', 'ES384', 'P-384', -35],
  ['issuer-p521', 'ES512', 'P-521', -36],
  ['issuer-brainpool-p256', 'ESB256', 'brainpoolP256r1', -7],
  ['issuer-brainpool-p320', 'ESB320', 'brainpoolP320r1', -35],
  ['issuer-brainpool-p384', 'ESB384', 'brainpoolP384r1', -35],
  ['issuer-brainpool-p512', 'ESB512', 'brainpoolP512r1', -268],
  ['holder-ed25519', 'EdDSA', 'Ed25519', -8],
  ['issuer-ed448', 'Ed448', 'Ed448', -8],
]
const keyed = (name: KeyName, algorithm: Signing['algorithm'], named: CborItem): Change =>
  both(
    deviceKeyInfo({ deviceKey: coseKey(fixtureKey(name).publicKey) }),
    deviceCose({ protected: new Map([[label.algorithm, named]]), signing: signsWith(name, algorithm) }),
  )
const bent = (bendProof: (proof: Uint8Array) => Uint8Array): Change => deviceCose({ bendProof })
const named = (value: CborItem): Change => deviceCose({ protected: new Map([[label.algorithm, value]]) })

/** M29: the signature of the holder's key. */
const signatures: readonly Definition[] = [
  ...numbered(
    1,
    [
      ['by an attacker’s key', deviceCose({ signing: signsWith('attacker') })],
      ['with one bit changed', bent(flipped)],
      ['of no bytes', bent(() => new Uint8Array())],
      ['one byte short', bent((proof) => proof.subarray(1))],
      ['in DER', bent(asDer)],
      ['whose s is the order of the group', bent((proof) => Buffer.concat([proof.subarray(0, 32), p256Order]))],
      ['of zeros', bent((proof) => new Uint8Array(proof.length))],
      ['over data of its own besides', deviceCose({ externalAad: Uint8Array.of(1) })],
      ['in the context of a MAC', deviceCose({ context: 'MAC0' })],
      ['of the document signer', deviceCose({ signing: signsWith('issuer') })],
    ] as readonly (readonly [string, Change])[],
    ([what, change], number) =>
      answer.refused(
        `M29-${number}`,
        '§12.8.2, RFC 9052 §4.4',
        `a signature ${what}`,
        'authenticate/device_signature_invalid',
        { change },
      ),
  ),
  answer.taken('M29-11', 'FIPS 186-5 §6.4', 'the other of the two signatures that hold: n − s', {
    change: bent(otherS),
  }),
  answer.refused('M29-12', '§12.4', 'no algorithm', 'authenticate/algorithm_missing', {
    change: deviceCose({ protected: new Map() }),
  }),
  answer.refused('M29-13', '§12.4', 'the algorithm in the unprotected header', 'authenticate/algorithm_missing', {
    change: deviceCose({ protected: new Map(), unprotected: new Map([[label.algorithm, cose.ES256]]) }),
  }),
  answer.refused('M29-14', '§12.4', 'an algorithm of RSA', 'authenticate/algorithm_not_allowed', {
    change: named(-257),
  }),
  answer.refused('M29-15', '§12.4', 'an HMAC', 'authenticate/algorithm_not_allowed', { change: named(5) }),
  answer.refused('M29-16', 'RFC 9053 §2.1', 'ES384 with a key on P-256', 'authenticate/key_type_mismatch', {
    change: named(cose.ES384),
  }),
  answer.refused('M29-17', 'RFC 9053 §2.2', 'EdDSA with a key on P-256', 'authenticate/key_type_mismatch', {
    change: named(cose.EdDSA),
  }),
  answer.refused(
    'M29-18',
    'RFC 9052 §3.1',
    'crit in the signature of the device',
    'parse/critical_header_unsupported',
    {
      change: deviceCose({
        protected: new Map<CborItem, CborItem>([
          [label.algorithm, cose.ES256],
          [label.critical, [-70_000]],
        ]),
      }),
    },
  ),
  answer.refused(
    'M29-19',
    '§12.4',
    'an attacker’s key and certificate sent along with the signature',
    'authenticate/device_signature_invalid',
    {
      change: deviceCose({
        signing: signsWith('attacker'),
        unprotected: new Map<CborItem, CborItem>([[label.x5chain, documentSignerDer]]),
      }),
    },
  ),
  answer.refused('M29-20', '§12.4, RFC 9052 §4.2', 'the device’s signature in bytes', 'parse/cose_malformed', {
    change: device({ bendProof: (parts) => cbor(parts) }),
  }),
  mac.refused('M30-18', '§12.4, RFC 9052 §6.2', 'the device’s MAC in bytes', 'parse/cose_malformed', {
    change: device({ bendProof: (parts) => cbor(parts) }),
  }),
  ...deviceAlgorithms.map(([name, algorithm, curve, value], index) =>
    answer.taken(`M29-${index + 30}`, '§12.4', `a device key on ${curve}, algorithm ${value}`, {
      change: keyed(name, algorithm, value),
      circumstances: { options: { algorithms: standardAlgorithms } },
    }),
  ),
]

/** M30: the MAC that both sides can make. */
const macs: readonly Definition[] = [
  ...numbered(
    1,
    [
      ['with one bit changed', bent(flipped)],
      ['cut to sixteen bytes', bent((proof) => proof.subarray(0, 16))],
      ['of no bytes', bent(() => new Uint8Array())],
      ['one byte long', bent((proof) => Buffer.concat([proof, Buffer.of(0)]))],
      ['by an attacker’s key', deviceCose({ signing: signsWith('attacker') })],
      ['for another reader', device({ reader: fixtureKey('second-issuer').publicKey })],
      ['by another derived key', device({ bendKey: (key) => flipped(key) })],
      ['over data of its own besides', deviceCose({ externalAad: Uint8Array.of(1) })],
      ['in the context of a signature', deviceCose({ context: 'Signature1' })],
    ] as readonly (readonly [string, Change])[],
    ([what, change], number) =>
      mac.refused(`M30-${number}`, '§12.8.2, RFC 9052 §6.3', `a MAC ${what}`, 'authenticate/device_mac_invalid', {
        change,
      }),
  ),
  mac.refused('M30-10', '§12.4', 'HMAC 256/64', 'authenticate/algorithm_not_allowed', { change: named(4) }),
  mac.refused('M30-11', '§12.4', 'HMAC 512/512', 'authenticate/algorithm_not_allowed', { change: named(7) }),
  mac.refused('M30-12', '§12.4', 'the algorithm of a signature', 'authenticate/algorithm_not_allowed', {
    change: named(cose.ES256),
  }),
  mac.refused('M30-13', '§12.4', 'no algorithm', 'authenticate/algorithm_missing', {
    change: deviceCose({ protected: new Map() }),
  }),
  mac.refused('M30-14', '§12.4', 'a MAC where the reader has no key', 'authenticate/device_mac_invalid', {
    circumstances: { readerKey: undefined } as never,
  }),
  mac.refused(
    'M30-15',
    '§12.4',
    'a reader’s key on another curve than the device’s',
    'authenticate/key_type_mismatch',
    {
      circumstances: { readerKey: fixtureKey('holder-p384').privateKey },
    },
  ),
  mac.refused(
    'M30-16',
    '§12.4',
    'a MAC with a device key that agrees on nothing: Ed25519',
    'authenticate/key_type_mismatch',
    {
      change: deviceKeyInfo({ deviceKey: edwards }),
    },
  ),
  mac.refused('M30-17', '§12.4', 'a MAC in the place of the signature', 'authenticate/algorithm_not_allowed', {
    change: device({ bendAuth: (all) => fields({ deviceSignature: all.get('deviceMac') as CborItem }) }),
  }),
]

/** M31: what is signed is not sent along. */
const attached: readonly Definition[] = [
  answer.refused('M31-1', '§12.4', 'a payload in the signature of the device', 'parse/mdoc_malformed', {
    change: device({ payload: (signed) => signed }),
  }),
  mac.refused('M31-2', '§12.4', 'a payload in the MAC of the device', 'parse/mdoc_malformed', {
    change: device({ payload: (signed) => signed }),
  }),
  answer.refused('M31-3', '§12.4', 'a payload of no bytes', 'parse/mdoc_malformed', {
    change: device({ payload: () => new Uint8Array() }),
  }),
]

const heard = (transcript: Uint8Array): Change => device({ transcript })
const asked = (challenge: Members): { readonly challenge: Members } => ({ challenge })
const redirectAsked = { protocol: 'openid4vp', clientId, nonce, responseUri }
const browserAsked = { protocol: 'openid4vp-dc-api', origin, nonce }
const thumbprint = new Uint8Array(32).fill(7)
const proximityAsked = (transcript: Uint8Array): Members => ({
  protocol: 'iso-18013-5',
  sessionTranscript: base64url(transcript),
})
const attackerKey = embedded(cbor(coseKey(fixtureKey('attacker').publicKey)))
const otherEngagement = embedded(cbor(new Map<CborItem, CborItem>([[0, '1.1']])))

/** M32: the answer is to this session. */
const transcripts: readonly Definition[] = [
  ...numbered(
    1,
    [
      ['another nonce', redirectTranscript({ nonce: 'another' })],
      ['another client', redirectTranscript({ clientId: 'x509_san_dns:attacker.example' })],
      ['another place for the answer', redirectTranscript({ responseUri: 'https://attacker.example/response' })],
      ['a key for encryption, where none was sent', redirectTranscript({ thumbprint })],
      ['a request through the browser', browserTranscript()],
      ['proximity', transcriptOf()],
      ['the client without its prefix', redirectTranscript({ clientId: 'verifier.example' })],
    ] as const,
    ([what, transcript], number) =>
      redirect.refused(
        `M32-${number}`,
        'OpenID4VP 1.0 §B.2.6.1',
        `an answer to ${what}`,
        'authenticate/device_signature_invalid',
        {
          change: heard(transcript),
        },
      ),
  ),
  redirect.taken('M32-8', 'OpenID4VP 1.0 §B.2.6.1', 'an answer to a request with a key for encryption', {
    change: heard(redirectTranscript({ thumbprint })),
    circumstances: asked({ ...redirectAsked, encryptionKeyThumbprint: base64url(thumbprint) }),
  }),
  redirect.refused(
    'M32-9',
    'OpenID4VP 1.0 §B.2.6.1',
    'an answer that passes over the key for encryption',
    'authenticate/device_signature_invalid',
    {
      circumstances: asked({ ...redirectAsked, encryptionKeyThumbprint: base64url(thumbprint) }),
    },
  ),
  ...numbered(
    10,
    [
      ['another nonce', browserTranscript({ nonce: 'another' })],
      ['another origin', browserTranscript({ origin: 'https://attacker.example' })],
      ['the origin with a slash', browserTranscript({ origin: 'https://verifier.example/' })],
      ['a key for encryption, where none was sent', browserTranscript({ thumbprint })],
      ['a request by redirect', redirectTranscript()],
    ] as const,
    ([what, transcript], number) =>
      browser.refused(
        `M32-${number}`,
        'OpenID4VP 1.0 §B.2.6.2',
        `an answer to ${what}`,
        'authenticate/device_signature_invalid',
        {
          change: heard(transcript),
        },
      ),
  ),
  browser.taken('M32-15', 'OpenID4VP 1.0 §B.2.6.2', 'an answer to a request with a key for encryption', {
    change: heard(browserTranscript({ thumbprint })),
    circumstances: asked({ ...browserAsked, encryptionKeyThumbprint: base64url(thumbprint) }),
  }),
  ...numbered(
    16,
    [
      ['another reader’s key', transcriptOf({ readerKey: attackerKey })],
      ['another engagement', transcriptOf({ engagement: otherEngagement })],
      ['another handover', transcriptOf({ handover: [Uint8Array.of(1), null] })],
      ['the same transcript without its reader’s key', transcriptOf({ readerKey: null })],
    ] as const,
    ([what, transcript], number) =>
      answer.refused(
        `M32-${number}`,
        '§12.6.1, §12.8.2',
        `an answer to ${what}`,
        'authenticate/device_signature_invalid',
        {
          change: heard(transcript),
        },
      ),
  ),
  mac.refused('M32-20', '§12.6.1, §12.8.2', 'a MAC for another engagement', 'authenticate/device_mac_invalid', {
    change: heard(transcriptOf({ engagement: otherEngagement })),
  }),
  answer.taken('M32-21', '§12.6.1', 'a session begun over NFC', {
    change: heard(transcriptOf({ handover: [Uint8Array.of(1), null] })),
    circumstances: asked(proximityAsked(transcriptOf({ handover: [Uint8Array.of(1), null] }))),
  }),
  answer.taken('M32-22', '§12.6.1', 'a transcript with names in another order than is usual: it is taken as it is', {
    change: heard(reorderedTranscript()),
    circumstances: asked(proximityAsked(reorderedTranscript())),
  }),
]

/** M56: through the browser, as an iPhone has it. */
const encrypted: readonly Definition[] = [
  answer.taken('M56-1', 'ISO/IEC TS 18013-7 Annex C', 'an answer that is encrypted for the key of this request', {
    change: heard(annexCTranscript()),
    circumstances: asked(proximityAsked(annexCTranscript())),
  }),
  ...numbered(
    2,
    [
      ['a request with another key for encryption', { encryptionInfo: encryptionInfoOf('attacker') }],
      ['a request of another origin', { origin: 'https://attacker.example' }],
    ] as const,
    ([what, change], number) =>
      answer.refused(
        `M56-${number}`,
        'ISO/IEC TS 18013-7 Annex C',
        `an answer to ${what}`,
        'authenticate/device_signature_invalid',
        { change: heard(annexCTranscript(change)), circumstances: asked(proximityAsked(annexCTranscript())) },
      ),
  ),
]

function reorderedTranscript(): Uint8Array {
  return transcriptOf({ readerKey: embedded(cbor(reversed(coseKey(fixtureKey('reader').publicKey)))) })
}

/** M33: docType and namespaces as they were signed. */
const signedParts: readonly Definition[] = [
  answer.refused(
    'M33-1',
    '§12.4',
    'another docType signed than the document’s',
    'authenticate/device_signature_invalid',
    {
      change: device({ docType: licence }),
    },
  ),
  own.refused(
    'M33-2',
    '§12.4',
    'an element of the holder’s changed after signing',
    'authenticate/device_signature_invalid',
    {
      change: device({
        bendNamespaces: () => embedded(cbor(fields({ [wallet]: fields({ note: 'changed', pages: 2 }) }))),
      }),
    },
  ),
  own.refused(
    'M33-3',
    '§12.4',
    'the holder’s elements taken out after signing',
    'authenticate/device_signature_invalid',
    {
      change: device({ bendNamespaces: () => embedded(cbor(new Map())) }),
    },
  ),
  own.refused(
    'M33-4',
    '§12.4',
    'the holder’s elements in another order after signing',
    'authenticate/device_signature_invalid',
    {
      change: device({
        bendNamespaces: () =>
          embedded(cbor(fields({ [wallet]: fields({ pages: 2, note: 'for the admissions office' }) }))),
      }),
    },
  ),
  answer.refused(
    'M33-5',
    '§12.4',
    'another context than DeviceAuthentication',
    'authenticate/device_signature_invalid',
    {
      change: device({ bendAuthentication: ([, ...rest]) => ['ReaderAuthentication', ...rest] }),
    },
  ),
  answer.refused('M33-6', '§12.4', 'namespaces signed without their tag 24', 'authenticate/device_signature_invalid', {
    change: device({ bendAuthentication: ([a, b, c]) => [a as CborItem, b as CborItem, c as CborItem, new Map()] }),
  }),
  mac.refused('M33-7', '§12.4', 'another docType in the MAC than the document’s', 'authenticate/device_mac_invalid', {
    change: device({ docType: licence }),
  }),
]

const authorized =
  (keyAuthorizations: CborItem): Change =>
  (mdoc) => ({ mso: authorizing(mdoc.mso, keyAuthorizations) })
const vouched = (namespaces: CborItem): Change => device({ namespaces })
const note = fields({ note: 'for the admissions office' })

/** M34: what the holder's key may vouch for. */
const authorizationCases: readonly Definition[] = [
  answer.refused(
    'M34-1',
    '§12.8.2',
    'an element of the holder’s without any authorization',
    'authenticate/device_element_unauthorized',
    {
      change: vouched(fields({ [wallet]: note })),
    },
  ),
  own.refused(
    'M34-2',
    '§12.8.2',
    'an element that is not among those authorized',
    'authenticate/device_element_unauthorized',
    {
      change: vouched(fields({ [wallet]: fields({ note: 'a', colour: 'red' }) })),
    },
  ),
  own.refused(
    'M34-3',
    '§12.8.2',
    'an authorized name in a namespace that is not',
    'authenticate/device_element_unauthorized',
    {
      change: vouched(fields({ 'example.wallet.3': note })),
    },
  ),
  own.taken('M34-4', '§12.8.2', 'any element of a namespace that is authorized as a whole', {
    change: vouched(fields({ 'example.wallet.2': fields({ anything: true }) })),
    claims: ({ [wallet]: _, ...claims }) => ({ ...claims, 'example.wallet.2': { anything: true } }),
  }),
  own.taken('M34-5', '§12.8.2', 'one of two authorized elements', {
    change: vouched(fields({ [wallet]: note })),
    claims: (claims) => ({ ...claims, [wallet]: { note: 'for the admissions office' } }),
  }),
  own.refused('M34-6', '§12.3', 'a namespace authorized as a whole and in part', 'parse/mso_malformed', {
    change: authorized(fields({ nameSpaces: [wallet], dataElements: fields({ [wallet]: ['note', 'pages'] }) })),
  }),
  own.refused('M34-7', '§12.3', 'authorizations of nothing', 'parse/mso_malformed', { change: authorized(new Map()) }),
  own.refused('M34-8', '§12.3', 'an empty list of namespaces', 'parse/mso_malformed', {
    change: authorized(withEntry(authorizations, 'nameSpaces', [])),
  }),
  own.refused('M34-9', '§12.3', 'no elements', 'parse/mso_malformed', {
    change: authorized(withEntry(authorizations, 'dataElements', new Map())),
  }),
  own.refused('M34-10', '§12.3', 'an empty list of elements', 'parse/mso_malformed', {
    change: authorized(withEntry(authorizations, 'dataElements', fields({ [wallet]: [] }))),
  }),
  own.refused('M34-11', '§12.3', 'a namespace that is a number', 'parse/mso_malformed', {
    change: authorized(withEntry(authorizations, 'nameSpaces', [1])),
  }),
  own.refused('M34-12', '§12.3', 'authorizations that are a list', 'parse/mso_malformed', {
    change: authorized([wallet]),
  }),
  own.refused(
    'M34-13',
    '§12.8.2',
    'a namespace that begins like an authorized one',
    'authenticate/device_element_unauthorized',
    {
      change: vouched(fields({ 'example.wallet.2.more': note })),
    },
  ),
  own.taken('M34-14', '§12.8.2', 'authorizations that are not used', {
    change: vouched(new Map()),
    claims: ({ [wallet]: _, ...claims }) => claims,
  }),
]

const otherDevice = signsWith('second-issuer')
/** The second document bound to another device than the first. */
const boundToAnother: Change = (mdoc) => ({
  others: mdoc.others.map((one) => ({
    ...one,
    ...deviceKeyInfo({ deviceKey: coseKey(fixtureKey('second-issuer').publicKey) })(one),
  })),
})

/** M35: each document by its own key. */
const otherKeys: readonly Definition[] = [
  answer.refused('M35-1', '§12.8.2', 'the key of another document', 'authenticate/device_signature_invalid', {
    change: deviceKeyInfo({ deviceKey: coseKey(fixtureKey('second-issuer').publicKey) }),
  }),
  two.met(
    'M35-2',
    '§12.8.2',
    'two documents of two keys, both signed by the first',
    {
      accepted: false,
      parts: [{ accepted: true }, { accepted: false, stage: 'authenticate', code: 'device_signature_invalid' }],
    },
    { change: boundToAnother },
  ),
  two.met(
    'M35-3',
    '§12.8.2',
    'two documents of two keys, each signed by its own',
    { accepted: true, parts: [{ accepted: true }, { accepted: true }] },
    {
      change: both(boundToAnother, (mdoc) => ({
        others: mdoc.others.map((one) => ({ ...one, ...deviceCose({ signing: otherDevice })(one) })),
      })),
    },
  ),
]

/** ISO/IEC 18013-5 §12.4, §12.8.2: what the holder's key says. */
export const deviceAuthCases: readonly Definition[] = [
  ...proofs,
  ...keys,
  ...signatures,
  ...macs,
  ...attached,
  ...transcripts,
  ...encrypted,
  ...signedParts,
  ...authorizationCases,
  ...otherKeys,
]
