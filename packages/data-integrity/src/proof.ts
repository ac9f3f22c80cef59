import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { secondsOfDateTime } from '@hashikake/vc'
import { refusal } from './refusal.ts'
import { type CryptosuiteName, isCryptosuite } from './suites/table.ts'

export type ProofPurpose = 'assertionMethod' | 'authentication'

/** A proof as it stands in a document (Data Integrity 1.0 §2.1); nothing in it is believed yet. */
export interface DataIntegrityProof {
  readonly id?: string
  readonly cryptosuite: CryptosuiteName
  readonly verificationMethod: string
  readonly proofPurpose: string
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly created?: number
  readonly expires?: number
  readonly domains: readonly string[]
  readonly challenge?: string
  readonly previousProofs: readonly string[]
  readonly proofValue: string
  /** All of it, as it came. */
  readonly members: JsonObject
  /** Its place in the document. */
  readonly index: number
}

const maxProofs = 16

/**
 * Reads the proofs of a document: one, or a set of several.
 *
 * @throws {Refusal} `proof_missing`, `proof_malformed`, `proof_type_unsupported`, `cryptosuite_unsupported`,
 *   `proofs_too_many`, `proof_chain_broken`
 */
export function readProofs(document: JsonObject): readonly [DataIntegrityProof, ...DataIntegrityProof[]] {
  const value = ownMember(document, 'proof')
  if (value === undefined) throw refusal('proof_missing')
  const list = Array.isArray(value) ? value : [value]
  if (list.length === 0) throw refusal('proof_missing')
  if (list.length > maxProofs) throw refusal('proofs_too_many')
  const proofs = list.map(readProof)
  requireChains(proofs)
  return Object.freeze(proofs) as readonly DataIntegrityProof[] as readonly [
    DataIntegrityProof,
    ...DataIntegrityProof[],
  ]
}

function readProof(value: JsonValue, index: number): DataIntegrityProof {
  const malformed = (name?: string) => refusal('proof_malformed', { path: ['proof', index, ...(name ? [name] : [])] })
  if (!isJsonObject(value)) throw malformed()
  const text = (name: string): string | undefined => {
    const member = ownMember(value, name)
    if (member !== undefined && (typeof member !== 'string' || member === '')) throw malformed(name)
    return member
  }
  const required = (name: string): string => {
    const member = text(name)
    if (member === undefined) throw malformed(name)
    return member
  }
  const time = (name: string): number | undefined => {
    const member = ownMember(value, name)
    const seconds = secondsOfDateTime(member)
    if (member !== undefined && seconds === undefined) throw malformed(name)
    return seconds
  }
  const texts = (name: string): readonly string[] => {
    const member = ownMember(value, name) ?? []
    const all = Array.isArray(member) ? member : [member]
    if (!all.every((one) => typeof one === 'string' && one !== '') || new Set(all).size !== all.length) {
      throw malformed(name)
    }
    return all as readonly string[]
  }
  if (required('type') !== 'DataIntegrityProof') throw refusal('proof_type_unsupported', { path: ['proof', index] })
  const cryptosuite = required('cryptosuite')
  if (!isCryptosuite(cryptosuite)) throw refusal('cryptosuite_unsupported', { path: ['proof', index] })
  const [id, challenge, created, expires] = [text('id'), text('challenge'), time('created'), time('expires')]
  text('nonce')
  return Object.freeze({
    cryptosuite,
    verificationMethod: required('verificationMethod'),
    proofPurpose: required('proofPurpose'),
    proofValue: required('proofValue'),
    domains: texts('domain'),
    previousProofs: texts('previousProof'),
    ...(id === undefined ? {} : { id }),
    ...(challenge === undefined ? {} : { challenge }),
    ...(created === undefined ? {} : { created }),
    ...(expires === undefined ? {} : { expires }),
    members: value,
    index,
  })
}

/** Each proof that others build on is there once, and none builds on itself (§4.5). */
function requireChains(proofs: readonly DataIntegrityProof[]): void {
  const ids = proofs.flatMap(({ id }) => id ?? [])
  const broken = (index: number) => refusal('proof_chain_broken', { path: ['proof', index, 'previousProof'] })
  for (const { previousProofs, index } of proofs) {
    if (previousProofs.some((id) => ids.filter((one) => one === id).length !== 1)) throw broken(index)
  }
  for (const start of proofs) {
    const reached = new Set<string>()
    const open = [...start.previousProofs]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (id === start.id) throw broken(start.index)
      if (reached.has(id)) continue
      reached.add(id)
      open.push(...(proofs.find((one) => one.id === id)?.previousProofs ?? []))
    }
  }
}

/** The document that a proof covers: without proofs, but for those that it builds on (§4.5). */
export function coveredBy(
  document: JsonObject,
  { previousProofs }: Pick<DataIntegrityProof, 'previousProofs'>,
  proofs: readonly DataIntegrityProof[],
): JsonObject {
  const { proof: _, ...unsecured } = document
  const previous = proofs.filter(({ id }) => id !== undefined && previousProofs.includes(id))
  return previous.length === 0 ? unsecured : { ...unsecured, proof: previous.map(({ members }) => members) }
}

/** What of a proof is signed: all of it but its value. */
export function optionsOf({ members }: Pick<DataIntegrityProof, 'members'>): JsonObject {
  const { proofValue: _, ...options } = members
  return options
}

/** Whether a proof is one for this moment (§2.1). @throws {Refusal} `proof_expired`, `proof_in_future` */
export function requireInForce(
  { created, expires, index }: DataIntegrityProof,
  clock: { readonly now: number; readonly clockSkew: number },
): void {
  const path = ['proof', index]
  if (created !== undefined && created > clock.now + clock.clockSkew) throw refusal('proof_in_future', { path })
  if (expires !== undefined && expires <= clock.now - clock.clockSkew) throw refusal('proof_expired', { path })
}
