import { createHash } from 'node:crypto'
import type { Json, Members } from '../json.ts'
import { type Signing, signBytes } from '../signatures.ts'
import { base58 } from '../trust/multikey.ts'

/** A proof before it has a value: its options, and who signs. */
export interface Proof {
  readonly options: Members
  readonly signing: Signing
  readonly bendValue?: (value: string) => string
}

/** A document with embedded proofs over its JSON (`ecdsa-jcs-2019`, `eddsa-jcs-2022`): each over those that it builds on. */
export function withProofs(document: Members, proofs: readonly Proof[]): Members {
  const made: Members[] = []
  for (const { options, signing, bendValue } of proofs) {
    const named = options['@context'] === undefined && document['@context'] !== undefined
    const whole: Members = named ? { '@context': document['@context'] as Json, ...options } : options
    const previous = [options.previousProof ?? []].flat() as readonly Json[]
    const builtOn = made.filter(({ id }) => id !== undefined && previous.includes(id))
    const covered = builtOn.length === 0 ? document : { ...document, proof: builtOn }
    const value = `z${base58(signBytes(hashed(jcs(whole), jcs(covered), signing), signing))}`
    made.push({ ...whole, proofValue: bendValue?.(value) ?? value })
  }
  return { ...document, proof: made.length === 1 ? (made[0] as Members) : made }
}

/** DI-ECDSA 1.0 §3.3.5: the hash of the options, then that of the document. */
export function hashed(options: string, document: string, { algorithm }: Signing): Uint8Array {
  const hash = algorithm === 'ES384' ? 'sha384' : 'sha256'
  return Buffer.concat([options, document].map((text) => createHash(hash).update(text).digest()))
}

/** RFC 8785, for what JSON.stringify writes as it has to be. */
export function jcs(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = value as Members
  const names = Object.keys(members).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${jcs(members[name] as Json)}`).join(',')}}`
}
