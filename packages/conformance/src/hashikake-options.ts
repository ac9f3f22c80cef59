import { bearer, type Challenge, type Context } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { isSignatureAlgorithm, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { type Engine, engine } from '@hashikake/crypto/engine'
import type * as dataIntegrity from '@hashikake/data-integrity'
import { type Bytes, decodeBase64url } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, type JsonValue } from '@hashikake/encoding/json'
import type * as sdJwt from '@hashikake/sd-jwt'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import type { CaseInput, TestCase } from './case.ts'
import { retrievalOf } from './hashikake-retrieval.ts'

/** A case that the public API has no words for: skipped, with the reason. */
export class NotExpressible extends Error {}

/** What the API refuses at once as wrong use: a rejection, without a code. */
export class WrongUse extends Error {}

/** What the API refuses at once is a rejection without a code; where a case expects one, it is a fault. */
export async function usedRightly<T>({ expect }: TestCase, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (!(thrown instanceof TypeError) || expect.code !== undefined) throw thrown
    throw new WrongUse(thrown.message, { cause: thrown })
  }
}

/** The input as it would arrive. */
export function encodedInput(input: CaseInput): string | Uint8Array {
  if ('text' in input) return input.text
  return 'base64url' in input ? decodeBase64url(input.base64url) : JSON.stringify(input.json)
}

/** The input of an operation that takes JSON. */
export function jsonInput({ input }: TestCase): JsonObject {
  if (!('json' in input) || !isJsonObject(input.json)) throw new NotExpressible('its input is no { "json": { … } }')
  return input.json
}

export function contextOf(testCase: TestCase): Context {
  const { at, random } = testCase
  const now = at === undefined ? undefined : Date.parse(at)
  return defaultContext({
    ...(now === undefined ? {} : { now: () => now }),
    ...retrievalOf(testCase),
    ...(random === undefined ? {} : { engine: { ...engine, randomBytes: randomnessOf(random) } }),
  })
}

/** Randomness that comes out the same each time: SHA-256 of the seed and a counter, or bytes that repeat. */
function randomnessOf(random: NonNullable<TestCase['random']>): Engine['randomBytes'] {
  let counter = 0
  const repeated = typeof random === 'string' ? undefined : decodeBase64url(random.repeated)
  const next = (): Bytes => repeated ?? engine.sha256(`${random}:${counter++}`)
  return (length: number) => {
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; ) {
      const block = next().subarray(0, length - at)
      if (block.length === 0) throw new NotExpressible('it repeats no bytes')
      bytes.set(block, at)
      at += block.length
    }
    return bytes
  }
}

export function challengeOf({ challenge = 'bearer' }: TestCase): Challenge | typeof bearer {
  if (challenge === 'bearer') return bearer
  const bytes = ['encryptionKeyThumbprint', 'sessionTranscript'].flatMap((name) => {
    const value = challenge[name]
    return typeof value === 'string' ? [[name, decodeBase64url(value)]] : []
  })
  return { ...challenge, ...Object.fromEntries(bytes) } as unknown as Challenge
}

/** The options of a case, by the names of the API. */
export interface ReadOptions {
  readonly leniencies: readonly string[]
  readonly reader: sdJwt.ReaderOptions & { readonly typ?: string }
  /** Of embedded proofs. */
  readonly embedded: dataIntegrity.DataIntegrityOptions
}

const readerOptions: readonly string[] = ['algorithms', 'hashes', 'keyBindingMaxAge', 'limits']
const embeddedOptions: readonly string[] = ['contexts', 'cryptosuites', 'inlineContexts', 'versions']

export function readOptions({ format, options = {} }: TestCase): ReadOptions {
  const leniencies: string[] = []
  const reader: Record<string, JsonValue> = {}
  const embedded: Record<string, JsonValue> = {}
  const isEmbedded = format === 'ldp_vc' || format === 'ldp_vp'
  for (const [name, value] of Object.entries(options)) {
    if (name === 'leniencies') leniencies.push(...(value as readonly string[]).map(leniencyNamed))
    else if (format === 'mso_mdoc') continue
    else if (name === 'legacyTyp') leniencies.push(...(value === true ? [sdJwtVc.legacyTyp] : []))
    else if (isEmbedded && embeddedOptions.includes(name)) embedded[name] = value
    else if (readerOptions.includes(name) || (name === 'typ' && format === 'sd-jwt')) reader[name] = value
    else throw new NotExpressible(`the API has no option ${name} for ${format}`)
  }
  return { leniencies, reader: reader as ReadOptions['reader'], embedded: embedded as ReadOptions['embedded'] }
}

function leniencyNamed(name: string): string {
  return name === 'legacyTyp' ? sdJwtVc.legacyTyp : name
}

/** The profile that a case's policies name. */
export function profileOf({ policies = {} }: TestCase): { profile?: sdJwtVc.SdJwtVcProfileName } {
  const { profile } = policies
  if (profile === undefined) return {}
  if (profile !== 'haip-1.0') throw new NotExpressible(`there is no profile ${JSON.stringify(profile)}`)
  return { profile }
}

export function requireSdJwt({ format }: TestCase): 'sd-jwt' | 'dc+sd-jwt' {
  if (format !== 'sd-jwt' && format !== 'dc+sd-jwt') throw new NotExpressible(`${format} is not supported yet`)
  return format
}

export function requireAlgorithm(name: unknown): SignatureAlgorithm {
  if (!isSignatureAlgorithm(name)) throw new WrongUse(`${JSON.stringify(name)} is no signature algorithm`)
  return name
}
