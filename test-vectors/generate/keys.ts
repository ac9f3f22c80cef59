import { readFileSync } from 'node:fs'
import type { Members } from './json.ts'
import { without } from './json.ts'

const folder = new URL('../keys/', import.meta.url)

/** A fixture key: `keys/<name>.json`. Its private half is published on purpose. */
export interface FixtureKey {
  readonly privateKey: Members
  readonly publicKey: Members
}

export type KeyName =
  | 'issuer'
  | 'second-issuer'
  | 'issuer-p384'
  | 'issuer-p521'
  | 'issuer-ed25519'
  | 'issuer-secp256k1'
  | 'issuer-rsa'
  | 'holder'
  | 'holder-ed25519'
  | 'holder-p384'
  | 'attacker'
  | 'authority'
  | 'attacker-authority'
  | 'issuer-brainpool-p256'
  | 'issuer-brainpool-p320'
  | 'issuer-brainpool-p384'
  | 'issuer-brainpool-p512'
  | 'issuer-ed448'
  | 'reader'

export function fixtureKey(name: KeyName): FixtureKey {
  const { key } = read(name) as { key: Members }
  return { privateKey: key, publicKey: without(key, 'd', 'p', 'q', 'dp', 'dq', 'qi') }
}

/** A fixture certificate, base64 of DER. */
export function fixtureCertificate(name: 'authority' | 'issuer' | 'seal' | 'attacker-authority' | 'attacker'): string {
  return (read('certificates') as Record<string, string>)[name] as string
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
}
