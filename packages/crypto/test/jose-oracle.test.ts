import { coseOnlyAlgorithms } from '@hashikake/crypto/cose-registry'
import { engine } from '@hashikake/crypto/engine'
import { checkHeader, parseCompactJws, signCompactJws } from '@hashikake/crypto/jws'
import { parsePublicJwk } from '@hashikake/crypto/keys'
import { CompactSign, compactVerify, errors, importJWK, type JWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { allAlgorithms } from './fixtures.ts'

const forJose = allAlgorithms.filter((name) => !coseOnlyAlgorithms.includes(name))
const payload = new TextEncoder().encode('{"name":"山田"}')

describe.each(forJose)('%s', (algorithm) => {
  test('what one signs, the other verifies', async ({ skip }) => {
    const { privateKey, publicKey } = await engine.generateKey(algorithm)
    const signer = await engine.signer(privateKey, algorithm)
    const ours = await signCompactJws({ typ: 'JWT' }, payload, signer)

    const theirs = await askJose(async () => {
      const verified = await compactVerify(ours, await importJWK({ ...publicKey } as JWK, algorithm))
      expect(verified.payload).toEqual(payload)
      const key = await importJWK({ ...privateKey } as JWK, algorithm)
      return new CompactSign(payload).setProtectedHeader({ alg: algorithm }).sign(key)
    })
    if (theirs === undefined) return skip('jose has no such algorithm on this runtime')

    const jws = parseCompactJws(theirs)
    const found = checkHeader(jws.protectedHeader, { algorithms: [algorithm] })
    expect(await engine.verify(found, parsePublicJwk(publicKey), jws.signingInput, jws.signature)).toBe(true)
  })
})

/** Undefined where jose, or the WebCrypto below it, lacks the algorithm. */
async function askJose<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await ask()
  } catch (error) {
    const isLacking = error instanceof errors.JOSENotSupported || (error as Error).name === 'NotSupportedError'
    if (isLacking) return undefined
    throw error
  }
}
