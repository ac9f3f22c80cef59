import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { PublicJwk } from '@hashikake/crypto/keys'

export interface WycheproofTest {
  readonly tcId: number
  readonly comment: string
  readonly result: 'valid' | 'invalid' | 'acceptable'
  readonly msg: string
  readonly sig: string
  readonly jws: string
}

export interface WycheproofGroup {
  readonly comment: string
  readonly sha: string
  readonly publicKey: { readonly wx: string; readonly wy: string; readonly pk: string }
  readonly public?: object
  readonly private?: object
  readonly tests: readonly WycheproofTest[]
}

const folder = fileURLToPath(new URL('../../../../shared/vectors/wycheproof/', import.meta.url))

/** The groups of a file of C2SP/wycheproof, or undefined where the shared vectors are not at hand. */
export function wycheproof(name: string): readonly WycheproofGroup[] | undefined {
  const file = `${folder}${name}_test.json`
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).testGroups
  console.info(`Skipped: ${name}, because ../shared/vectors/wycheproof is not there.`)
  return undefined
}

/** A Wycheproof integer (hex, minimal or padded) as a coordinate of a fixed length. */
function coordinate(hex: string, length: number): string {
  const digits = hex.replace(/^0+/, '').padStart(length * 2, '0')
  return Buffer.from(digits, 'hex').toString('base64url')
}

export function ecKey(crv: string, group: WycheproofGroup, length: number): PublicJwk {
  const { wx, wy } = group.publicKey
  return { kty: 'EC', crv, x: coordinate(wx, length), y: coordinate(wy, length) } as PublicJwk
}
