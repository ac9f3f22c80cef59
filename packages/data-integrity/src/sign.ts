import type { Context } from '@hashikake/credential'
import type { Signer } from '@hashikake/crypto/signers'
import { type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { type Contexts, ownContexts } from './canonicalization/contexts.ts'
import { requireCovered } from './canonicalization/covered.ts'
import { coveredBy, type ProofPurpose, readProofs } from './proof.ts'
import { refusal } from './refusal.ts'
import { type CryptosuiteName, cryptosuites, isCryptosuite } from './suites/table.ts'
import { algorithmFor, signWhole } from './suites/whole.ts'

export interface AddProofOptions {
  readonly cryptosuite: CryptosuiteName
  readonly signer: Signer
  /** The URL of the key: `did:key:z6Mk…#z6Mk…`. */
  readonly verificationMethod: string
  /** `assertionMethod` unless given. */
  readonly proofPurpose?: ProofPurpose
  readonly id?: string
  /** The moment of signing unless given; null leaves it out. */
  readonly created?: Date | null
  readonly expires?: Date
  readonly domain?: string
  readonly challenge?: string
  /** The `id` of a proof in the document that this one builds on, or several. */
  readonly previousProof?: string | readonly string[]
  /** For `ecdsa-sd-2023`: JSON pointers of what the holder always shows. */
  readonly mandatoryPointers?: readonly string[]
  /** Contexts besides those that come with the library, by their URLs. */
  readonly contexts?: Contexts
  /** Whether `@context` may hold definitions of its own. */
  readonly inlineContexts?: 'allowed'
  readonly context: Context
  readonly signal?: AbortSignal
}

/**
 * Adds a proof to a document (Data Integrity 1.0 §4.2, §4.3): to those that it has, where it has some.
 *
 * @throws {Refusal} `context_unknown`, `member_…`, `number_inexact`, `proof_chain_broken`, `pointer_…`,
 *   `canonicalization_too_complex`
 * @throws {TypeError} for a signer whose key is none of the cryptosuite's
 */
export async function addProof(document: JsonObject, options: AddProofOptions): Promise<JsonObject> {
  const { cryptosuite, signer, context, signal, mandatoryPointers } = options
  if (!isCryptosuite(cryptosuite)) throw new TypeError(`There is no cryptosuite ${String(cryptosuite)}`)
  const suite = cryptosuites[cryptosuite]
  if (algorithmFor(signer.publicKey, suite.algorithms) === undefined) {
    throw new TypeError(`${cryptosuite} takes a signer of ${suite.algorithms.join(' or ')}`)
  }
  const contexts = { ...options.contexts, ...(await ownContexts()) }
  const { proof: existing, ...unsecured } = document
  if (suite.canonicalization === 'rdfc') {
    requireCovered(unsecured, { contexts, inlineContexts: options.inlineContexts === 'allowed' })
  }
  const proofs = existing === undefined ? [] : readProofs(document)
  const members = proofMembers(document, options)
  const previous = previousOf(options)
  const ids = proofs.flatMap(({ id }) => id ?? [])
  if (previous.some((id) => !ids.includes(id))) throw refusal('proof_chain_broken')
  const covered = coveredBy(document, { previousProofs: previous }, proofs)
  const hashing = { cryptosuite, contexts, engine: context.engine, signal }
  const proofValue = suite.isSelective
    ? await signSelective(covered, members, { signer, mandatoryPointers: mandatoryPointers ?? [] }, hashing)
    : await signWhole(covered, members, signer, hashing)
  const proof = { ...members, proofValue }
  const all: JsonValue = proofs.length === 0 ? proof : [...proofs.map((one) => one.members), proof]
  return { ...unsecured, proof: all }
}

async function signSelective(
  ...parameters: Parameters<typeof import('./selective/base-proof.ts')['signBase']>
): Promise<string> {
  const { signBase } = await import('./selective/base-proof.ts')
  return signBase(...parameters)
}

function previousOf({ previousProof }: AddProofOptions): readonly string[] {
  if (previousProof === undefined) return []
  return typeof previousProof === 'string' ? [previousProof] : previousProof
}

function proofMembers(document: JsonObject, options: AddProofOptions): JsonObject {
  const { cryptosuite, verificationMethod, proofPurpose = 'assertionMethod', id, created, expires } = options
  const { domain, challenge, previousProof, context } = options
  const moment = created === undefined ? new Date(context.now()) : created
  const documentContext = ownMember(document, '@context')
  const isJcs = cryptosuites[cryptosuite].canonicalization === 'jcs'
  return {
    ...(isJcs && documentContext !== undefined ? { '@context': documentContext } : {}),
    ...(id === undefined ? {} : { id }),
    type: 'DataIntegrityProof',
    cryptosuite,
    ...(moment === null ? {} : { created: timestamp(moment) }),
    ...(expires === undefined ? {} : { expires: timestamp(expires) }),
    verificationMethod,
    proofPurpose,
    ...(domain === undefined ? {} : { domain }),
    ...(challenge === undefined ? {} : { challenge }),
    ...(previousProof === undefined ? {} : { previousProof: previousProof as JsonValue }),
  }
}

/** Whole seconds: what many readers know. */
function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z')
}
