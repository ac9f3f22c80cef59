import type { Challenge, Context, CredentialContent, Trust, VerificationFormat } from '@hashikake/credential'
import { engine } from '@hashikake/crypto/engine'
import type { PrivateJwk, PublicJwk } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import { type HeldCredential, present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { issuance, presentation, type SdJwtVcDraft, verification } from '@hashikake/sd-jwt/vc'
import {
  createChallenge,
  ignoreStatus,
  issuerKeys,
  issuers,
  maximumAge,
  requiredClaims,
  types,
  type VerifyOptions,
} from '@hashikake/verifier'

// The credential of every comparison: a degree of a person who does not exist, 3.4 KB as issued, with 20 disclosable
// claims on three levels, of which five are shown.

export const issuerId = 'https://registrar.example'
const verifierId = 'https://admissions.example'
export const type = 'https://registrar.example/types/degree'

export const claims = {
  issuing_country: 'JP',
  issuing_institution: { name: 'Specimen Institute of Technology', name_original: '見本工業大学' },
  credential_number: 'SPECIMEN-0000-0001',
  family_name: 'Specimen-Mihon 見本',
  given_name: 'Erika Hanako 花子',
  date_of_birth: '2000-01-01',
  student_number: 'SPECIMEN-20-1234567',
  degree: {
    title: 'Master of Engineering',
    title_original: '修士（工学）',
    awarded: '2026-03-24',
    level: 'EQF 7',
    classification: { grade: '優', scale: '秀・優・良・可・不可' },
  },
  study: {
    programme: 'Bridge and Structural Engineering',
    language: 'ja',
    started: '2024-04-01',
    credits: { ects: 120, credits_original: 62, weeks_per_year: 30 },
  },
}

/** Every disclosable claim: six on the first level, nine on the second, five on the third. */
export const disclosable = [
  ...['family_name', 'given_name', 'date_of_birth', 'student_number', 'degree', 'study'].map((name) => [name] as const),
  ...Object.keys(claims.degree).map((name) => ['degree', name] as const),
  ...Object.keys(claims.study).map((name) => ['study', name] as const),
  ...Object.keys(claims.degree.classification).map((name) => ['degree', 'classification', name] as const),
  ...Object.keys(claims.study.credits).map((name) => ['study', 'credits', name] as const),
]

/** What is shown; with `degree` and `degree.classification` above them, five disclosures. */
const shown = [['family_name'], ['degree', 'title'], ['degree', 'classification', 'grade']] as const

export interface Party {
  readonly privateKey: PrivateJwk
  readonly publicKey: PublicJwk
  readonly signer: Signer
}

export async function makeParty(): Promise<Party> {
  const keys = await engine.generateKey('ES256')
  return { ...keys, signer: await engine.signer(keys.privateKey, 'ES256') }
}

export function draftFor(holder: Party): SdJwtVcDraft {
  return { vct: type, claims, disclosable, holderKey: holder.publicKey, expires: new Date(Date.now() + 31_536_000_000) }
}

export function issueTo(holder: Party, issuer: Party, context?: Context): Promise<string> {
  const options = { format: issuance(), issuer: { id: issuerId, signer: issuer.signer } }
  return issue(draftFor(holder), context === undefined ? options : { ...options, context })
}

export function trustIn(issuer: Party): Trust {
  return issuerKeys({ [issuerId]: { keys: [issuer.publicKey] } })
}

/** Takes a credential as its holder does; one that is refused is a mistake of the bench. */
export async function take(encoded: string, holder: Party, trust: Trust): Promise<HeldCredential> {
  const received = await receive(encoded, { formats: [presentation()], trust, holderKey: holder.publicKey })
  if (!received.accepted) throw new Error(`The bench's own credential was not received: ${received.code}`)
  return received.credential
}

export async function show(held: HeldCredential, holder: Party, challenge: Challenge): Promise<string> {
  const selection = { credential: held, disclose: shown, signer: holder.signer }
  const [presented] = await present([selection], { formats: [presentation()], challenge })
  return presented as string
}

export type Options = VerifyOptions<VerificationFormat<'dc+sd-jwt', CredentialContent>>

/** All parties, the credential, one presentation of it, and how it is verified: with every check and four policies. */
export interface Fixture {
  readonly issuer: Party
  readonly holder: Party
  readonly trust: Trust
  readonly challenge: Extract<Challenge, { protocol: 'direct' }>
  readonly credential: string
  readonly held: HeldCredential
  readonly presentation: string
  readonly options: Options
}

export async function makeFixture(): Promise<Fixture> {
  const [issuer, holder] = [await makeParty(), await makeParty()]
  const trust = trustIn(issuer)
  const challenge = createChallenge({ protocol: 'direct', audience: verifierId })
  const credential = await issueTo(holder, issuer)
  const held = await take(credential, holder, trust)
  const fixture: Fixture = {
    issuer,
    holder,
    trust,
    challenge,
    credential,
    held,
    presentation: await show(held, holder, challenge),
    options: {
      formats: [verification()],
      trust,
      challenge,
      // The credential names no status list, so that there is none to ask.
      status: ignoreStatus,
      policies: [types([type]), issuers([issuerId]), requiredClaims([['degree', 'title']]), maximumAge(86_400)],
    },
  }
  requireShape(fixture)
  return fixture
}

/** The figures are those of one kind of credential: a change of its shape must not pass for a change of speed. */
function requireShape({ credential, presentation }: Fixture): void {
  const disclosures = (encoded: string): number => encoded.split('~').length - 2
  if (disclosures(credential) !== 20 || disclosures(presentation) !== 5) {
    throw new Error(`Not 20 and 5 disclosures: ${disclosures(credential)} and ${disclosures(presentation)}`)
  }
  if (Math.abs(credential.length - 3_400) > 50) throw new Error(`Not 3.4 KB: ${credential.length} characters`)
}

export function requireAccepted(result: { readonly accepted: boolean; readonly code?: string }): void {
  if (!result.accepted) throw new Error(`A presentation of the bench was refused: ${result.code}`)
}
