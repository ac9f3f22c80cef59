import { keyParameters, type SignatureAlgorithm, signatureAlgorithms } from '@hashikake/crypto/algorithms'
import type { Engine } from '@hashikake/crypto/engine'
import { keyParametersOf, type PublicJwk } from '@hashikake/crypto/keys'
import { Refusal } from '@hashikake/encoding/refusal'

/**
 * Only computing there finds out whether a point is on its curve; nobody could show a credential bound to another.
 *
 * @throws {TypeError} where it is not
 */
export async function requireUsableKey(key: PublicJwk, engine: Engine): Promise<void> {
  const parameters = keyParametersOf(key)
  const names = Object.keys(signatureAlgorithms) as SignatureAlgorithm[]
  const algorithm = names.find((name) => signatureAlgorithms[name].keys.includes(parameters)) as SignatureAlgorithm
  try {
    await engine.verify(algorithm, key, '', new Uint8Array(keyParameters[parameters].signatureLength))
  } catch (cause) {
    // Of a key that this runtime cannot compute with nothing is known.
    if (!(cause instanceof Refusal) || cause.code !== 'key_malformed') return
    throw new TypeError('holderKey takes a public JWK whose point is on its curve', { cause })
  }
}
