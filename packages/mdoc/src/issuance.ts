import type { IssuanceFormat, IssueRequest, IssuerIdentity } from '@hashikake/credential'
import { copyIdentity, type RandomPool, randomPool, readMembers, requireUsableKey } from '@hashikake/credential/issuing'
import type { HashAlgorithm } from '@hashikake/crypto/algorithms'
import { headerLabel, makeSign1, publicKeyToCose } from '@hashikake/crypto/cose'
import type { Engine } from '@hashikake/crypto/engine'
import { sameKey } from '@hashikake/crypto/keys'
import { type Certificate, certificateFacts, parseCertificate } from '@hashikake/crypto/x509'
import { type Bytes, decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { type CborInput, CborTag, encodeCbor, encodeEachEmbedded, encodeEmbedded } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from './codes.ts'
import { authorityOfLicences, checkDocumentSigner, type DocumentSignerRules } from './document-signer.ts'
import { type DraftElement, type MdocDraft, type ReadDraft, readDraft } from './draft.ts'
import { guardIndividualNumberIssued, type LegalBasis } from './individual-number.ts'
import { randomOrder } from './random-order.ts'

export interface MdocIssuanceOptions {
  /** The hash for elements; `sha-256` unless given. */
  readonly digestAlgorithm?: HashAlgorithm
  /** By docType, the namespace whose `issuing_country` and `issuing_jurisdiction` are those of the certificate; the mDL's unless given. */
  readonly issuingAuthority?: DocumentSignerRules['issuingAuthority']
  /** By what law the Individual Number (My Number) is put into a document; without it none is. */
  readonly legalBasis?: LegalBasis
}

const digestNames: Readonly<Record<HashAlgorithm, string>> = {
  'sha-256': 'SHA-256',
  'sha-384': 'SHA-384',
  'sha-512': 'SHA-512',
}

/**
 * Writes mdocs (ISO/IEC 18013-5): an IssuerSigned, for its holder. The issuer's certificates, leaf first and without their anchor,
 * stand beside the signature; the leaf is the signer's, and valid when it signs.
 */
export function issuance(options: MdocIssuanceOptions = {}): IssuanceFormat<'mso_mdoc', MdocDraft, Bytes> {
  const {
    digestAlgorithm = 'sha-256',
    issuingAuthority = authorityOfLicences,
    legalBasis,
  } = readMembers(
    options,
    { digestAlgorithm: true, issuingAuthority: true, legalBasis: true },
    'The argument of issuance()',
  )
  if (!Object.hasOwn(digestNames, digestAlgorithm)) {
    throw new TypeError("digestAlgorithm takes 'sha-256', 'sha-384' or 'sha-512'")
  }
  return Object.freeze({
    name: 'mso_mdoc',
    issue: async (draft: MdocDraft, request: IssueRequest) => {
      const { context, signal } = request
      const read = readDraft(draft, context.now() / 1000)
      guardIndividualNumberIssued(read.elements, legalBasis)
      const issuer = copyIdentity(request.issuer)
      requireDocumentSigner(issuer, read, issuingAuthority)
      await requireUsableKey(read.holderKey, context.engine)
      return await sign(read, issuer, { digestAlgorithm, engine: context.engine, signal })
    },
  })
}

/** A signer signs many: its certificate is read once, and those of some others too. */
const known = /* @__PURE__ */ new Map<string, Certificate>()
const mostKnown = 16

function readOnce(der: Uint8Array): Certificate {
  const name = encodeBase64url(der)
  const found = known.get(name)
  if (found !== undefined) return found
  const read = parseCertificate(der)
  if (known.size === mostKnown) known.clear()
  known.set(name, read)
  return read
}

interface Signing {
  readonly digestAlgorithm: HashAlgorithm
  readonly engine: Engine
  readonly signal: AbortSignal | undefined
}

async function sign(draft: ReadDraft, { signer, certificates = [] }: IssuerIdentity, signing: Signing): Promise<Bytes> {
  const { namespaces, valueDigests } = await writeItems(draft, signing)
  const mso = writeMobileSecurityObject(draft, { valueDigests, digestAlgorithm: signing.digestAlgorithm })
  const issuerAuth = await makeSign1(signer, {
    unprotected: new Map([
      [headerLabel.x5chain, (certificates.length === 1 ? certificates[0] : certificates) as CborInput],
    ]),
    payload: encodeEmbedded(mso),
    ...(signing.signal === undefined ? {} : { signal: signing.signal }),
  })
  return encodeCbor(
    new Map<string, CborInput>([
      ['issuerAuth', issuerAuth],
      ['nameSpaces', namespaces],
    ]),
  )
}

interface WrittenItems {
  readonly namespaces: ReadonlyMap<string, CborInput>
  readonly valueDigests: ReadonlyMap<string, CborInput>
}

const randomBytes = 16
const decoyBytes = 32

/** The elements of each namespace in a random order, decoys among them: neither an identifier nor its place tells anything. */
async function writeItems(
  { elements, decoys }: ReadDraft,
  { digestAlgorithm, engine }: Signing,
): Promise<WrittenItems> {
  const namespaces = new Map<string, CborTag[]>()
  const valueDigests = new Map<string, Map<number, Uint8Array>>()
  const random = randomPool(engine)
  const fresh = freshBytes(random)
  for (const [namespace, own] of byNamespace(elements)) {
    const order = randomOrder(own.length + decoys, random)
    // In the order in which they are encoded.
    const items = own.map(
      ({ elementIdentifier, elementValue }, i) =>
        new Map<string, CborInput>([
          ['random', fresh(randomBytes)],
          ['digestID', order[i] as number],
          ['elementValue', elementValue],
          ['elementIdentifier', elementIdentifier],
        ]),
    )
    const encodedItems = encodeEachEmbedded(items)
    // A decoy is a digest like any other, of what nobody knows.
    const hidden = order.slice(own.length).map(() => fresh(decoyBytes))
    const made = await digestsOf([...encodedItems, ...hidden], digestAlgorithm, engine)
    const digests = made.map((digest, i) => [order[i] as number, digest] as const)
    digests.sort(([one], [other]) => one - other)
    const byIdentifier = encodedItems.map((encoded, i) => ({ encoded, digestId: order[i] as number }))
    byIdentifier.sort((one, other) => one.digestId - other.digestId)
    namespaces.set(
      namespace,
      byIdentifier.map(({ encoded }) => new CborTag(24, null, encoded)),
    )
    valueDigests.set(namespace, new Map(digests))
  }
  return { namespaces, valueDigests }
}

async function digestsOf(
  data: readonly Uint8Array[],
  algorithm: HashAlgorithm,
  engine: Engine,
): Promise<readonly Uint8Array[]> {
  if (algorithm === 'sha-256') return data.map((one) => engine.sha256(one))
  return (await engine.digests(algorithm, data)).map(decodeBase64url)
}

function byNamespace(elements: readonly DraftElement[]): ReadonlyMap<string, readonly DraftElement[]> {
  const namespaces = new Map<string, DraftElement[]>()
  for (const one of elements) {
    const own = namespaces.get(one.namespace)
    if (own === undefined) namespaces.set(one.namespace, [one])
    else own.push(one)
  }
  return namespaces
}

/** Repeated bytes mean that the randomness is broken, and with it the secrecy of every element (§12.3). */
function freshBytes(random: RandomPool): (length: number) => Uint8Array {
  const given = new Set<number>()
  return (length: number) => {
    const bytes = random.bytes(length)
    // So many bits that no two are alike by chance, and that a number holds.
    const beginning = bytes.subarray(0, 6).reduce((sum, byte) => sum * 256 + byte, 0)
    if (given.has(beginning)) throw new Refusal<MdocCode>('random_repeated')
    given.add(beginning)
    return bytes
  }
}

function writeMobileSecurityObject(
  draft: ReadDraft,
  { valueDigests, digestAlgorithm }: Pick<WrittenItems, 'valueDigests'> & Pick<Signing, 'digestAlgorithm'>,
): ReadonlyMap<string, CborInput> {
  const { docType, holderKey, keyAuthorizations, signed, validFrom, validUntil, expectedUpdate, status } = draft
  const keyInfo = new Map<string, CborInput>([['deviceKey', publicKeyToCose(holderKey)]])
  if (keyAuthorizations !== undefined) keyInfo.set('keyAuthorizations', keyAuthorizations)
  const validity = new Map<string, CborInput>([
    ['signed', dateTag(signed)],
    ['validFrom', dateTag(validFrom)],
    ['validUntil', dateTag(validUntil)],
  ])
  if (expectedUpdate !== undefined) validity.set('expectedUpdate', dateTag(expectedUpdate))
  return new Map<string, CborInput>([
    ...(status === undefined ? [] : ([['status', status]] as const)),
    ['docType', docType],
    ['version', '1.0'],
    ['validityInfo', validity],
    ['valueDigests', valueDigests],
    ['deviceKeyInfo', keyInfo],
    ['digestAlgorithm', digestNames[digestAlgorithm]],
  ])
}

/** §12.3: in UTC, without a fraction of a second. */
function dateTag(seconds: number): CborTag {
  return new CborTag(0, `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`)
}

/**
 * The writer keeps the rules that the reader enforces.
 *
 * @throws {Refusal} `signed_outside_certificate`, `issuing_country_mismatch`, `issuing_jurisdiction_mismatch`, and the codes of
 *   certificates
 * @throws {TypeError} where the certificate is missing, or another's
 */
function requireDocumentSigner(
  { signer, certificates }: IssuerIdentity,
  { docType, signed, validUntil, elements }: ReadDraft,
  issuingAuthority: DocumentSignerRules['issuingAuthority'],
): void {
  if (certificates === undefined) {
    throw new TypeError('An mdoc brings the certificate of its signer: { issuer: { signer, certificates: [der] } }')
  }
  const leaf = readOnce(certificates[0] as Uint8Array)
  if (leaf.publicKey === undefined || !sameKey(leaf.publicKey, signer.publicKey)) {
    throw new TypeError('The first certificate is the signer’s own: its key is another')
  }
  const rules = { certificateInArray: 'refused', validBeyondCertificate: 'accepted', issuingAuthority } as const
  checkDocumentSigner({ mso: { docType, signed, validUntil }, items: elements }, certificateFacts(leaf), rules)
}
