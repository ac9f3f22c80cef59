import { at } from '../bases.ts'
import { fixtureKey, type KeyName } from '../keys.ts'
import { asDer, otherS, p256Order, type Signing, signBytes } from '../signatures.ts'
import { type CborItem, cbor, Encoded } from '../status/cbor.ts'
import { type Certificate, shifted } from '../x509/certificate.ts'
import {
  authority,
  authorityDer,
  authorityTrust,
  cose,
  der,
  documentSigner,
  documentSignerDer,
  label,
  signerOf,
  signerWith,
  signsWith,
  standardAlgorithms,
  validUntil,
} from './bases.ts'
import { alsoUnprotected, both, flipped, inOne, issuer, issuerProtected, mso, x5chain } from './changes.ts'
import { fields } from './mdoc.ts'
import { reversed } from './spelling.ts'
import { type Change, casesOf, type Definition } from './suite.ts'

const issued = casesOf('issued')
const certified = casesOf('certified')

const chainClause = '§12.3, RFC 9360 §2'
const long = Array.from({ length: 11 }, () => documentSignerDer)

/** M15: the certificates that come with the signature. */
const chains: readonly Definition[] = [
  certified.refused('M15-1', chainClause, 'no certificate', 'parse/x5chain_missing', {
    change: issuer({ unprotected: new Map() }),
  }),
  ...(
    [
      ['an array without certificates', []],
      ['no bytes', new Uint8Array()],
      ['text', Buffer.from(documentSignerDer).toString('base64')],
      ['an array with text', [documentSignerDer, 'certificate']],
      ['an array within an array', [[documentSignerDer, authorityDer]]],
      ['a map', new Map<CborItem, CborItem>([[0, documentSignerDer]])],
      ['null', null],
      ['an array with no bytes', [documentSignerDer, new Uint8Array()]],
    ] as readonly (readonly [string, CborItem])[]
  ).map(([what, value], index) =>
    certified.refused(`M15-${index + 2}`, chainClause, `x5chain: ${what}`, 'parse/x5chain_malformed', {
      change: x5chain(value),
    }),
  ),
  certified.taken('M15-10', chainClause, 'one certificate in an array', { change: x5chain([documentSignerDer]) }),
  certified.refused(
    'M15-11',
    chainClause,
    'one certificate in an array, where that is refused',
    'parse/x5chain_malformed',
    {
      change: x5chain([documentSignerDer]),
      circumstances: { options: { certificateInArray: 'refused' } },
    },
  ),
  certified.taken('M15-12', '§12.3', 'the certificate in the protected header', {
    change: issuer({
      protected: new Map<CborItem, CborItem>([
        [label.algorithm, cose.ES256],
        [label.x5chain, documentSignerDer],
      ]),
      unprotected: new Map(),
    }),
  }),
  certified.refused('M15-13', 'RFC 5280 §4.1', 'a certificate that is no DER', 'trust/certificate_malformed', {
    change: x5chain(Uint8Array.of(1, 2, 3)),
  }),
  certified.refused('M15-14', 'RFC 5280 §4.1', 'a byte after the certificate', 'trust/certificate_malformed', {
    change: x5chain(inOne(new Encoded(documentSignerDer), 0)),
  }),
  certified.refused('M15-15', 'RFC 5280 §4.1', 'a certificate as PEM', 'trust/certificate_malformed', {
    change: x5chain(Uint8Array.from(Buffer.from('-----BEGIN CERTIFICATE-----'))),
  }),
  certified.refused('M15-16', '§12.8.4', 'the authority’s certificate alone', 'trust/certificate_anchor_included', {
    change: x5chain(authorityDer),
  }),
  certified.refused(
    'M15-17',
    'RFC 9360 §2',
    'the authority first, and its signer after it',
    'trust/certificate_anchor_included',
    {
      change: x5chain([authorityDer, documentSignerDer]),
    },
  ),
  certified.refused('M62-1', 'limits of a verifier', 'eleven certificates', 'parse/x5chain_malformed', {
    change: x5chain(long),
  }),
  issued.refused('M15-18', '§12.3', 'no certificate, also where the signer’s key is pinned', 'parse/x5chain_missing', {
    change: issuer({ unprotected: new Map() }),
  }),
]

const algorithms: readonly (readonly [KeyName, Signing['algorithm'], string, readonly number[]])[] = [
  ['issuer', 'ES256', 'P-256', [-7, -9]],
  ['issuer-p384', 'ES384', 'P-384', [-35, -51]],
  ['issuer-p521', 'ES512', 'P-521', [-36, -52]],
  ['issuer-brainpool-p256', 'ESB256', 'brainpoolP256r1', [-7, -265]],
  ['issuer-brainpool-p320', 'ESB320', 'brainpoolP320r1', [-35, -266]],
  ['issuer-brainpool-p384', 'ESB384', 'brainpoolP384r1', [-35, -267]],
  ['issuer-brainpool-p512', 'ESB512', 'brainpoolP512r1', [-36, -268]],
  ['issuer-ed25519', 'EdDSA', 'Ed25519', [-8, -19]],
  ['issuer-ed448', 'Ed448', 'Ed448', [-8, -53]],
]

/** Signed with this key, under this name of an algorithm, and certified. */
const signedBy = (name: KeyName, algorithm: Signing['algorithm'], named: CborItem): Change =>
  issuer({
    protected: new Map([[label.algorithm, named]]),
    unprotected: new Map([[label.x5chain, signerOf(name)]]),
    signing: signsWith(name, algorithm),
  })

const numbered = <T>(first: number, list: readonly T[], make: (one: T, number: number) => Definition): Definition[] =>
  list.map((one, index) => make(one, first + index))

/** M16: the algorithm, from the protected header alone, and the key's own. */
const algorithmCases: readonly Definition[] = [
  certified.refused('M16-1', 'RFC 9052 §3.1', 'no algorithm', 'authenticate/algorithm_missing', {
    change: issuer({ protected: new Map() }),
  }),
  certified.refused('M16-2', 'RFC 9052 §3', 'no algorithm, and no protected header', 'authenticate/algorithm_missing', {
    change: issuer({ protectedBytes: new Uint8Array() }),
  }),
  certified.refused(
    'M16-3',
    '§12.3',
    'the algorithm in the unprotected header alone',
    'authenticate/algorithm_missing',
    {
      change: both(issuer({ protected: new Map() }), alsoUnprotected([label.algorithm, cose.ES256])),
    },
  ),
  ...numbered(
    4,
    [
      ['0, which is reserved', 0],
      ['of RSA (RS256)', -257],
      ['ES256K, which the standard has not', -47],
      ['an HMAC', 5],
      ['of encryption', 1],
      ['of a private use', -70_000],
      ['as text', 'ES256'],
      ['as bytes', Uint8Array.of(7)],
      ['null', null],
    ] as readonly (readonly [string, CborItem])[],
    ([what, value], number) =>
      certified.refused(`M16-${number}`, '§12.3', `an algorithm ${what}`, 'authenticate/algorithm_not_allowed', {
        change: issuerProtected([label.algorithm, value]),
      }),
  ),
  certified.refused(
    'M16-14',
    '§12.3',
    'an algorithm that the verifier took off its list',
    'authenticate/algorithm_not_allowed',
    {
      circumstances: { options: { algorithms: ['ES384'] } },
    },
  ),
  ...numbered(
    15,
    [
      ['ES384 with a key on P-256', cose.ES384],
      ['EdDSA with a key on P-256', cose.EdDSA],
      ['ESP384 with a key on P-256', -51],
      ['ESB256 with a key on P-256', -265],
    ] as const,
    ([what, value], number) =>
      certified.refused(`M16-${number}`, 'RFC 9053 §2.1', what, 'trust/key_unknown', {
        change: issuerProtected([label.algorithm, value]),
        circumstances: { options: { algorithms: standardAlgorithms } },
      }),
  ),
  certified.refused('M16-19', 'RFC 9053 §2.1', 'ES256 with a key on P-384', 'trust/key_unknown', {
    change: signedBy('issuer-p384', 'ES384', cose.ES256),
  }),
  certified.refused('M16-20', 'RFC 9864 §2.2', 'Ed25519 with a key on Ed448', 'trust/key_unknown', {
    change: signedBy('issuer-ed448', 'Ed448', -19),
  }),
  ...algorithms
    .flatMap(([name, algorithm, curve, values]) => values.map((value) => [name, algorithm, curve, value] as const))
    .filter(([, , , value], index) => index > 0 || value !== cose.ES256)
    .map(([name, algorithm, curve, value], index) =>
      certified.taken(`M16-${index + 30}`, '§12.3, RFC 9053 §2, RFC 9864 §2', `a key on ${curve}, algorithm ${value}`, {
        change: signedBy(name, algorithm, value),
        circumstances: { options: { algorithms: standardAlgorithms } },
      }),
    ),
  issued.taken('M16-50', '§12.3', 'a pinned key on brainpoolP320r1', {
    change: signedBy('issuer-brainpool-p320', 'ESB320', cose.ES384),
    circumstances: {
      trust: { keys: [fixtureKey('issuer-brainpool-p320').publicKey] },
      options: { algorithms: standardAlgorithms },
    },
  }),
]

/** M17: what a message insists on. */
const critical: readonly Definition[] = [
  ...numbered(
    1,
    [
      ['a label that is not known', [-70_000], new Map<CborItem, CborItem>([[-70_000, 1]])],
      ['a label that is not there', [-70_000], new Map()],
      ['alg, which everybody knows', [label.algorithm], new Map()],
      ['nothing', [], new Map()],
      ['no list', -70_000, new Map()],
    ] as readonly (readonly [string, CborItem, ReadonlyMap<CborItem, CborItem>])[],
    ([what, list, more], number) =>
      certified.refused(`M17-${number}`, 'RFC 9052 §3.1', `crit: ${what}`, 'parse/critical_header_unsupported', {
        change: issuerProtected([label.algorithm, cose.ES256], [label.critical, list], ...more),
      }),
  ),
  certified.refused('M17-6', 'RFC 9052 §3.1', 'crit in the unprotected header', 'parse/critical_header_unsupported', {
    change: alsoUnprotected([label.critical, [-70_000]]),
  }),
  certified.refused('M17-7', 'RFC 9052 §3', 'a label that is neither a number nor text', 'parse/cose_malformed', {
    change: issuerProtected([label.algorithm, cose.ES256], [Uint8Array.of(1), 1]),
  }),
]

const attacked: Change = issuer({ signing: signsWith('attacker') })
const bent = (bendProof: (proof: Uint8Array) => Uint8Array): Change => issuer({ bendProof })
const half = (signature: Uint8Array, which: 0 | 1, value: Uint8Array): Uint8Array =>
  which === 0 ? Buffer.concat([value, signature.subarray(32)]) : Buffer.concat([signature.subarray(0, 32), value])

/** The payload with a later end. */
const redated = (payload: Uint8Array): Uint8Array =>
  Uint8Array.from(
    Buffer.from(Buffer.from(payload).toString('latin1').replace(validUntil, '2037-11-01T00:00:00Z'), 'latin1'),
  )

/** M18: the issuer’s signature. */
const signatures: readonly Definition[] = [
  ...numbered(
    1,
    [
      ['by an attacker’s key', attacked],
      ['with one bit changed', bent(flipped)],
      ['one byte short', bent((proof) => proof.subarray(0, -1))],
      ['one byte long', bent((proof) => Buffer.concat([proof, Buffer.of(0)]))],
      ['of no bytes', bent(() => new Uint8Array())],
      ['in DER', bent(asDer)],
      ['whose r is 0', bent((proof) => half(proof, 0, new Uint8Array(32)))],
      ['whose s is 0', bent((proof) => half(proof, 1, new Uint8Array(32)))],
      ['whose s is the order of the group', bent((proof) => half(proof, 1, p256Order))],
      ['of zeros', bent((proof) => new Uint8Array(proof.length))],
      ['over data of its own besides', issuer({ externalAad: Uint8Array.of(1) })],
      ['as of a COSE_Sign', issuer({ context: 'Signature' })],
      ['as of a countersignature', issuer({ context: 'CounterSignature' })],
      ['over the payload without the rest', rawSignature],
    ] as readonly (readonly [string, Change])[],
    ([what, change], number) =>
      issued.refused(
        `M18-${number}`,
        '§12.8.1, RFC 9052 §4.4',
        `a signature ${what}`,
        'authenticate/signature_invalid',
        { change },
      ),
  ),
  issued.refused('M18-15', '§12.8.1', 'an MSO put in after signing', 'authenticate/signature_invalid', {
    change: () => ({
      bendIssuerAuth: ([inner, outer, payload, proof]) => [
        inner as CborItem,
        outer as CborItem,
        redated(payload as Uint8Array),
        proof as CborItem,
      ],
    }),
  }),
  issued.refused(
    'M18-16',
    'RFC 9052 §4.4',
    'a protected header put in after signing',
    'authenticate/signature_invalid',
    {
      change: () => ({
        bendIssuerAuth: ([, ...rest]) => [
          cbor(
            new Map<CborItem, CborItem>([
              [label.algorithm, cose.ES256],
              [label.keyIdentifier, Uint8Array.of(1)],
            ]),
          ),
          ...rest,
        ],
      }),
    },
  ),
  issued.refused('M18-17', '§12.3', 'a payload that is null', 'parse/mdoc_malformed', {
    change: () => ({ bendIssuerAuth: (parts) => parts.map((part, i) => (i === 2 ? null : part)) }),
  }),
  issued.refused('M18-18', 'RFC 9052 §4.2', 'a payload that is text', 'parse/cose_malformed', {
    change: () => ({ bendIssuerAuth: (parts) => parts.map((part, i) => (i === 2 ? 'payload' : part)) }),
  }),
  issued.refused('M18-19', 'RFC 9052 §4.2', 'a payload that is the MSO’s map', 'parse/cose_malformed', {
    change: () => ({
      bendIssuerAuth: (parts) => parts.map((part, i) => (i === 2 ? fields({ version: '1.0' }) : part)),
    }),
  }),
  issued.refused('M18-20', 'RFC 9052 §4.2', 'three parts', 'parse/cose_malformed', {
    change: () => ({ bendIssuerAuth: (parts) => parts.slice(0, 3) }),
  }),
  issued.refused('M18-21', 'RFC 9052 §4.2', 'five parts', 'parse/cose_malformed', {
    change: () => ({ bendIssuerAuth: (parts) => [...parts, null] }),
  }),
  issued.refused(
    'M18-22',
    'RFC 9052 §4.2',
    'a protected header that is a map and not its bytes',
    'parse/cose_malformed',
    {
      change: () => ({
        bendIssuerAuth: ([, ...rest]) => [new Map<CborItem, CborItem>([[label.algorithm, cose.ES256]]), ...rest],
      }),
    },
  ),
  issued.refused('M18-23', 'RFC 9052 §4.2', 'an unprotected header in bytes', 'parse/cose_malformed', {
    change: issuer({ unprotected: cbor(new Map()) }),
  }),
  issued.refused('M18-24', 'RFC 9052 §4.2', 'a signature that is text', 'parse/cose_malformed', {
    change: () => ({ bendIssuerAuth: (parts) => parts.map((part, i) => (i === 3 ? 'signature' : part)) }),
  }),
  issued.refused('M18-25', 'RFC 9052 §4.2', 'IssuerAuth in bytes', 'parse/cose_malformed', {
    change: () => ({ bendIssuerAuth: (parts) => cbor(parts) }),
  }),
  issued.taken('M18-26', 'FIPS 186-5 §6.4', 'the other of the two signatures that hold: n − s', {
    change: bent(otherS),
  }),
  issued.taken('M18-27', 'RFC 9052 §4.4', 'a protected header with its labels in another order', {
    change: issuer({
      protected: reversed(
        new Map<CborItem, CborItem>([
          [label.algorithm, cose.ES256],
          [label.keyIdentifier, Uint8Array.of(1)],
        ]),
      ),
    }),
  }),
]

/** A signature over the MSO alone, as one who knows no COSE would make it. */
function rawSignature(mdoc: Parameters<Change>[0]): Partial<Parameters<Change>[0]> {
  return {
    payloadOf: mdoc.payloadOf,
    bendIssuerAuth: ([inner, outer, payload]) => [
      inner as CborItem,
      outer as CborItem,
      payload as CborItem,
      signBytes(payload as Uint8Array, signsWith('issuer')),
    ],
  }
}

const attackerAuthority: Partial<Certificate> = { key: 'attacker-authority', signer: 'attacker-authority' }
const root = (change: Partial<Certificate>): Uint8Array => der({ ...authority, ...change })
const day = 86_400

/** M19: the chain ends in an authority that the verifier trusts. */
const anchored: readonly Definition[] = [
  certified.refused(
    'M19-1',
    '§12.8.4',
    'a signer of an attacker’s authority of the same name',
    'trust/certificate_authority_unknown',
    {
      change: both(x5chain(signerOf('attacker', 'attacker-authority')), attacked),
    },
  ),
  certified.refused('M19-2', '§12.8.4', 'the attacker’s authority sent along', 'trust/certificate_issuer_mismatch', {
    change: both(x5chain([signerOf('attacker', 'attacker-authority'), root(attackerAuthority)]), attacked),
  }),
  certified.refused('M19-3', '§12.8.4', 'a signer that certified itself', 'trust/certificate_self_signed', {
    change: both(
      x5chain(signerWith({ key: 'attacker', signer: 'attacker', issuer: documentSigner.subject })),
      attacked,
    ),
  }),
  certified.refused(
    'M19-4',
    '§12.8.4',
    'a signer of an authority that has another name',
    'trust/certificate_authority_unknown',
    {
      change: x5chain(signerWith({ issuer: 'CN=Another IACA, C=JP' })),
    },
  ),
  certified.refused(
    'M19-5',
    '§12.8.4',
    'the certificate of another key, over the attacker’s signature',
    'authenticate/signature_invalid',
    {
      change: attacked,
    },
  ),
  certified.refused('M19-6', '§12.8.4', 'nobody trusted', 'trust/key_unknown', {
    circumstances: { trust: { keys: [] } },
  }),
  certified.taken('M19-7', '§12.3', 'the trusted authority sent along: it is passed over', {
    change: x5chain([documentSignerDer, authorityDer]),
  }),
  certified.refused('M19-8', '§12.8.4', 'an intermediate authority', 'trust/certificate_chain_too_long', {
    change: x5chain([
      signerWith({
        issuer: 'CN=Fixture Intermediate, C=JP',
        signer: 'second-issuer',
        extensions: signerExtensionsOf(),
      }),
      der({
        ...authority,
        subject: 'CN=Fixture Intermediate, C=JP',
        key: 'second-issuer',
        notBefore: shifted(at, -30 * day),
        extensions: [...authority.extensions],
      }),
    ]),
  }),
  certified.refused(
    'M19-9',
    '§12.8.4',
    'the document signer’s own certificate as what is trusted',
    'trust/certificate_anchor_included',
    {
      circumstances: {
        trust: { ...authorityTrust, certificates: [Buffer.from(documentSignerDer).toString('base64')] },
      },
    },
  ),
  issued.refused('M19-10', '§12.8.4', 'another key pinned than that of the signer', 'authenticate/signature_invalid', {
    circumstances: { trust: { keys: [fixtureKey('second-issuer').publicKey] } },
  }),
]

function signerExtensionsOf(): Certificate['extensions'] {
  return documentSigner.extensions
}

/** M20: versions and digests of the MSO. */
const versions: readonly Definition[] = [
  ...numbered(1, ['2.0', '0.9', '1', '1.x', ''] as const, (version, number) =>
    issued.refused(
      `M20-${number}`,
      '§12.3',
      `version ${JSON.stringify(version)} of the MSO`,
      'parse/mdoc_version_unsupported',
      {
        change: mso({ version }),
      },
    ),
  ),
  ...numbered(
    6,
    ['SHA-1', 'MD5', 'SHA-224', 'SHA-512/256', 'SHA3-256', 'sha-256', 'SHA256', ''] as const,
    (name, number) =>
      issued.refused(
        `M20-${number}`,
        '§12.3',
        `digests of ${JSON.stringify(name)}`,
        'parse/mso_digest_algorithm_not_allowed',
        {
          change: mso({ digestAlgorithm: name }),
        },
      ),
  ),
  issued.refused('M20-14', '§12.3', 'a digest algorithm that is a number', 'parse/mso_malformed', {
    change: mso({ digestAlgorithm: -16 }),
  }),
  issued.taken('M20-15', '§12.3', 'digests of SHA-384', {
    change: both(mso({ digestAlgorithm: 'SHA-384' }), () => ({ hash: 'sha-384' })),
  }),
  issued.taken('M20-16', '§12.3', 'digests of SHA-512', {
    change: both(mso({ digestAlgorithm: 'SHA-512' }), () => ({ hash: 'sha-512' })),
  }),
  issued.refused('M20-17', '§12.3', 'digests of SHA-512 where SHA-256 is named', 'parse/mso_malformed', {
    change: () => ({ hash: 'sha-512' }),
  }),
]

/** ISO/IEC 18013-5 §12.8.1: what the issuer signed, and who it is. */
export const issuerAuthCases: readonly Definition[] = [
  ...chains,
  ...algorithmCases,
  ...critical,
  ...signatures,
  ...anchored,
  ...versions,
]
