import { type JsonObject, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from '../codes.ts'
import { isIntegrity, isUnusableIntegrity } from './integrity.ts'
import type { TypeMetadataFinding, TypeMetadataFindingCode, TypeMetadataLeniency } from './metadata.ts'

// How members of a document are read, and what is noted on the way.

/** A place in a document. */
export type Place = readonly (string | number)[]

/** What is noted while a document is read. */
export interface Notes {
  readonly allowed: readonly TypeMetadataLeniency[]
  readonly findings: TypeMetadataFinding[]
  readonly used: Set<TypeMetadataLeniency>
}

/** As many as anybody mends at a time. */
const maximumFindings = 100

export function note({ findings }: Notes, code: TypeMetadataFindingCode, at: Place): void {
  if (findings.length === maximumFindings) return
  findings.push(Object.freeze({ code, at: Object.freeze([...at]) }))
}

export function malformed(at: Place): Refusal<SdJwtCode> {
  return new Refusal('type_metadata_malformed', { path: at })
}

/** @throws {Refusal} `type_metadata_outdated` where the caller does not allow the spelling */
export function allowOutdated(notes: Notes, leniency: TypeMetadataLeniency, at: Place): void {
  if (!notes.allowed.includes(leniency)) throw new Refusal<SdJwtCode>('type_metadata_outdated', { path: at })
  notes.used.add(leniency)
}

export function readText(parent: JsonObject, name: string, at: Place): string | undefined {
  const text = ownMember(parent, name)
  if (text !== undefined && typeof text !== 'string') throw malformed([...at, name])
  return text as string | undefined
}

export function requireText(parent: JsonObject, name: string, at: Place): string {
  const text = readText(parent, name, at)
  if (text === undefined) throw malformed([...at, name])
  return text
}

export function readIntegrity(parent: JsonObject, name: string, at: Place, notes: Notes): string | undefined {
  const text = readText(parent, name, at)
  if (text === undefined) return undefined
  if (!isIntegrity(text)) throw malformed([...at, name])
  if (isUnusableIntegrity(text)) note(notes, 'integrity_unusable', [...at, name])
  return text
}

/** A member that is there only where it has a value. */
export function given<Name extends string, T>(name: Name, value: T | undefined): { readonly [N in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [N in Name]?: T }
}
