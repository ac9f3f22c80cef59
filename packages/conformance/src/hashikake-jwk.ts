import { engine } from '@hashikake/crypto/engine'
import { jwkThumbprint, keyFitsAlgorithm, parseJwkSet, parsePublicJwk } from '@hashikake/crypto/keys'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import type { TestCase } from './case.ts'
import { jsonInput, requireAlgorithm } from './hashikake-options.ts'
import type { Outcome } from './implementation.ts'

/** `{ key, algorithm?, operation? }`: a public JWK and what it is to be used for; or `{ set }`: a JWK Set. */
export function jwkCase(testCase: TestCase): Outcome {
  const input = jsonInput(testCase)
  if (Object.hasOwn(input, 'set')) {
    const { set, unusable } = input as { set: JsonValue; unusable?: 'ignore' | 'refuse' }
    const keys = parseJwkSet(set, unusable === undefined ? {} : { unusable })
    return { accepted: true, output: { keys: keys.length } }
  }
  const key = parsePublicJwk(input.key)
  const { algorithm, operation = 'verify' } = input
  if (algorithm !== undefined) {
    const misfit = keyFitsAlgorithm(key, requireAlgorithm(algorithm), operation as 'verify' | 'sign')
    if (misfit !== undefined) return { accepted: false, code: misfit }
  }
  return { accepted: true, output: { key: key as unknown as JsonObject, thumbprint: jwkThumbprint(key, engine) } }
}
