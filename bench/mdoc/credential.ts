import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import type { Challenge, ClaimPath, Context, CredentialContent, Trust, VerificationFormat } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import { CborTag } from '@hashikake/encoding/cbor'
import { type HeldCredential, present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { issuance, type MdocDraft, presentation, sessionTranscriptOf, verification } from '@hashikake/mdoc'
import { anchors } from '@hashikake/trust'
import { ignoreStatus, requiredClaims, types, type VerifyOptions, verify } from '@hashikake/verifier'
import * as x509 from '@peculiar/x509'
import { makeParty, type Party, requireAccepted } from '../credential.ts'
import type { RawVerification } from '../one-shot.ts'
import { rawVerification } from '../one-shot.ts'

// The mdoc of every comparison: a driving licence of a person who does not exist, with 20 elements, of which five are shown
// under a signature of the holder's key, issued by a document signer under an authority of its own.

export const docType = 'org.iso.18013.5.1.mDL'
export const namespace = 'org.iso.18013.5.1'

/** Days stand as their text; whoever writes them says what they are. */
export const days = ['birth_date', 'issue_date', 'expiry_date'] as const

export const elements = {
  family_name: 'Specimen-Mihon',
  given_name: 'Erika Hanako',
  birth_date: '2000-01-01',
  issue_date: '2026-03-24',
  expiry_date: '2031-03-24',
  issuing_country: 'JP',
  issuing_authority: 'Specimen Prefecture',
  document_number: 'SPECIMEN-0001',
  un_distinguishing_sign: 'J',
  administrative_number: 'SPECIMEN-20-1234567',
  sex: 2,
  height: 165,
  weight: 58,
  eye_colour: 'brown',
  hair_colour: 'black',
  birth_place: 'Specimen City',
  resident_address: '1-1 Specimen, Specimen City',
  nationality: 'JP',
  age_in_years: 26,
  age_over_18: true,
} as const

export const shown = ['family_name', 'given_name', 'birth_date', 'document_number', 'age_over_18'] as const

const parameters = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const day = 86_400_000
const documentSigning = '1.0.18013.5.1.2'

/** A document signer and its authority, as ISO/IEC 18013-5 Annex B has them; DER. */
interface Certificates {
  readonly authority: Uint8Array
  readonly leaf: Uint8Array
}

async function certify(signer: Party): Promise<Certificates> {
  x509.cryptoProvider.set(webcrypto)
  const { subtle } = webcrypto
  const root = await subtle.generateKey(parameters, true, ['sign', 'verify'])
  const publicKey = await subtle.importKey('jwk', { ...signer.publicKey } as never, parameters, true, ['verify'])
  const contact = new x509.IssuerAlternativeNameExtension([{ type: 'url', value: 'https://authority.example' }])
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '4101',
    name: 'CN=Specimen Authority, C=JP',
    notBefore: new Date(Date.now() - 30 * day),
    notAfter: new Date(Date.now() + 3_650 * day),
    keys: root,
    signingAlgorithm: parameters,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(root.publicKey),
      contact,
    ],
  })
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: '4102',
    subject: 'CN=Specimen Signer, C=JP',
    issuer: authority.subject,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 365 * day),
    publicKey,
    signingKey: root.privateKey,
    signingAlgorithm: parameters,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([documentSigning], true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(root.publicKey),
      new x509.CRLDistributionPointsExtension(['https://authority.example/crl']),
      contact,
    ],
  })
  return { authority: new Uint8Array(authority.rawData), leaf: new Uint8Array(leaf.rawData) }
}

export function draftFor(holder: Party, members: Readonly<Record<string, unknown>> = elements): MdocDraft {
  const own = Object.entries(members).map(
    ([name, value]) => [name, days.some((one) => one === name) ? new CborTag(1004, value as string) : value] as const,
  )
  return {
    docType,
    namespaces: { [namespace]: Object.fromEntries(own) as Record<string, string> },
    holderKey: holder.publicKey,
    expires: new Date(Date.now() + 300 * day),
  }
}

export type Options = VerifyOptions<VerificationFormat<'mso_mdoc', CredentialContent>>

/** All parties, the mdoc, one presentation of it, and how it is verified: with every check and two policies. */
export interface Fixture {
  readonly issuer: Party
  readonly holder: Party
  readonly authority: Uint8Array
  readonly certificate: Uint8Array
  readonly challenge: Challenge
  readonly transcript: Uint8Array
  readonly held: HeldCredential
  readonly presentation: Uint8Array
  readonly options: Options
  issue(draft: MdocDraft): Promise<Uint8Array>
}

export async function makeFixture(): Promise<Fixture> {
  const [issuer, holder] = [await makeParty(), await makeParty()]
  const { authority, leaf } = await certify(issuer)
  const challenge: Challenge = {
    protocol: 'openid4vp',
    clientId: 'x509_san_dns:verifier.example',
    nonce: 'n-0S6_WzA2Mj-7Xq',
    responseUri: 'https://verifier.example/answers',
  }
  const trust = trustIn(authority)
  const issueOne = (draft: MdocDraft): Promise<Uint8Array> =>
    issue(draft, { format: issuance(), issuer: { signer: issuer.signer, certificates: [leaf] } })
  const held = await take(await issueOne(draftFor(holder)), holder, trust)
  return {
    issuer,
    holder,
    authority,
    certificate: leaf,
    challenge,
    transcript: sessionTranscriptOf(challenge, { engine }),
    held,
    presentation: await show(held, holder, challenge),
    options: {
      formats: [verification()],
      trust,
      challenge,
      // The mdoc names no status list, so that there is none to ask.
      status: ignoreStatus,
      policies: [types([docType]), requiredClaims([[namespace, 'birth_date']])],
    },
    issue: issueOne,
  }
}

/** @param keep - how many chains are remembered; with 0, each is validated each time */
export function trustIn(authority: Uint8Array, keep?: number): Trust {
  return anchors([authority], {
    profile: 'iso-mdoc-document-signer',
    binding: 'none',
    ...(keep === undefined ? {} : { keep }),
  })
}

/** Takes an mdoc as its holder does; one that is refused is a mistake of the bench. */
export async function take(encoded: Uint8Array, holder: Party, trust: Trust, elements = 512): Promise<HeldCredential> {
  const formats = [presentation({ limits: limitsFor(elements) })]
  const received = await receive(encoded, { formats, trust, holderKey: holder.publicKey })
  if (!received.accepted) throw new Error(`The bench's own mdoc was not received: ${received.code}`)
  return received.credential
}

/** More than a reader takes unless told otherwise. */
export function limitsFor(elements: number): { readonly elements: number; readonly inputLength: number } {
  return { elements: Math.max(512, elements), inputLength: 2 ** 24 }
}

const usualFormats = [presentation()]

export async function show(
  held: HeldCredential,
  holder: Party,
  challenge: Challenge,
  disclose: readonly ClaimPath[] = shown.map((name) => [namespace, name]),
): Promise<Uint8Array> {
  const formats = disclose.length > 512 ? [presentation({ limits: limitsFor(disclose.length) })] : usualFormats
  const [presented] = await present([{ credential: held, disclose, signer: holder.signer }], { formats, challenge })
  return presented as Uint8Array
}

/** The two signatures of a presentation, with nothing around them: what the verifier asks its engine. */
export async function rawSignatures({
  presentation,
  options,
}: Fixture): Promise<readonly [RawVerification, RawVerification]> {
  const asked: RawVerification[] = []
  const listening: typeof engine = {
    ...engine,
    verify: (algorithm, key, data, signature, mode) => {
      asked.push(rawVerification({ data: Buffer.from(data), signature: Buffer.from(signature) }, key))
      return engine.verify(algorithm, key, data, signature, mode)
    },
  }
  const context: Context = defaultContext({ engine: listening })
  // The chain is known by then, so that its own signature is not among them.
  requireAccepted(await verify(presentation, options))
  requireAccepted(await verify(presentation, { ...options, context }))
  const [first, second, ...others] = asked
  if (first === undefined || second === undefined || others.length > 0) {
    throw new Error(`A verification of the bench checks two signatures, not ${asked.length}`)
  }
  return [first, second]
}
