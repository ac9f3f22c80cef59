import { addProof, requireMapped } from '@hashikake/data-integrity'
import { type JsonObject, ownMember } from '@hashikake/encoding/json'
import { issue } from '@hashikake/issuer'
import { baseContextV1, checkRelatedResources, envelope, readCredential, readCredentialV1 } from '@hashikake/vc'
import * as cose from '@hashikake/vc/cose'
import * as jwt from '@hashikake/vc/jwt'
import * as sdJwt from '@hashikake/vc/sd-jwt'
import type { Profile } from './profiles.ts'
import type { Settings } from './settings.ts'
import { addStatus, type StatusRegister } from './status-lists.ts'

export interface Issuing {
  readonly options: JsonObject
  readonly profile: Profile
  readonly settings: Settings
  readonly register: StatusRegister
}

/** Secures a credential by the profile of the path. @throws {Refusal} where it is none */
export async function issueCredential(given: JsonObject, issuing: Issuing): Promise<JsonObject> {
  const { profile, settings, register } = issuing
  const { did } = settings.issuers[profile.curve]
  const named = Object.hasOwn(given, 'issuer') ? given : { ...given, issuer: did }
  const credential = profile.kind === 'status' ? addStatus(named, register, settings) : named
  const facts = isVersion1(credential) ? readCredentialV1(credential) : readCredential(credential)
  await checkRelatedResources(facts.relatedResources, settings.context)
  // What has no meaning is refused whatever the proof.
  const { proof: _, ...unsecured } = credential
  await requireMapped(unsecured, { contexts: settings.contexts, inlineContexts: 'allowed' })
  if (profile.kind === 'embedded') return secure(credential, profile, issuing)
  if (profile.kind === 'status') return secure(credential, { ...profile, cryptosuite: 'eddsa-rdfc-2022' }, issuing)
  return enclose(credential, profile.kind, issuing)
}

function isVersion1(credential: JsonObject): boolean {
  const context = ownMember(credential, '@context')
  return (Array.isArray(context) ? context[0] : context) === baseContextV1
}

async function secure(
  credential: JsonObject,
  { cryptosuite, curve }: Pick<Extract<Profile, { kind: 'embedded' }>, 'cryptosuite' | 'curve'>,
  { options, settings }: Pick<Issuing, 'options' | 'settings'>,
): Promise<JsonObject> {
  const { signers, issuers, contexts, context } = settings
  const mandatory = ownMember(options, 'mandatoryPointers')
  // Version 1.1 has no words for these proofs.
  const named = isVersion1(credential) ? withContext(credential, proofContext) : credential
  return addProof(named, {
    cryptosuite,
    signer: signers[curve],
    verificationMethod: issuers[curve].verificationMethod,
    contexts,
    inlineContexts: 'allowed',
    context,
    ...(Array.isArray(mandatory) ? { mandatoryPointers: mandatory as readonly string[] } : {}),
  })
}

const proofContext = 'https://w3id.org/security/data-integrity/v2'

function withContext(credential: JsonObject, url: string): JsonObject {
  const contexts = [ownMember(credential, '@context') ?? []].flat()
  return contexts.includes(url) ? credential : { ...credential, '@context': [...contexts, url] }
}

const enclosing = {
  jose: { mediaType: 'vc+jwt', format: jwt.issuance() },
  'sd-jwt': { mediaType: 'vc+sd-jwt', format: sdJwt.issuance() },
  cose: { mediaType: 'vc+cose', format: cose.issuance() },
} as const

async function enclose(
  credential: JsonObject,
  kind: keyof typeof enclosing,
  { profile, settings }: Pick<Issuing, 'profile' | 'settings'>,
): Promise<JsonObject> {
  const { mediaType, format } = enclosing[kind]
  const { signers, issuers, context } = settings
  const issuer = { signer: signers[profile.curve], kid: issuers[profile.curve].verificationMethod }
  const content = await issue({ credential }, { format: format as ReturnType<typeof jwt.issuance>, issuer, context })
  return envelope('EnvelopedVerifiableCredential', { mediaType, content })
}
