import { createHash } from 'node:crypto'

export type Json = null | boolean | number | string | readonly Json[] | Members
export interface Members {
  readonly [name: string]: Json
}

export function base64url(bytes: Uint8Array | string): string {
  return Buffer.from(bytes).toString('base64url')
}

export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'base64url')
}

/** A part of a JWT: JSON in base64url, or the spelling that `spell` makes of it. */
export function encodePart(content: Json, spell?: (json: string) => string | Uint8Array): string {
  const json = JSON.stringify(content)
  return base64url(spell === undefined ? json : spell(json))
}

export type Hash = 'sha-256' | 'sha-384' | 'sha-512'

export function hashOf(data: string | Uint8Array, hash: Hash = 'sha-256'): Buffer {
  return createHash(hash.replace('-', '')).update(data).digest()
}

export function without(members: Members, ...names: readonly string[]): Members {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)))
}
