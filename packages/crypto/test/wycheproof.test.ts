import { defaultAlgorithms, keyParameters, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { engine } from '@hashikake/crypto/engine'
import { checkHeader, parseCompactJws } from '@hashikake/crypto/jws'
import { keyFitsAlgorithm, type PublicJwk, parseJwkSet, parsePublicJwk } from '@hashikake/crypto/keys'
import { ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { describe, expect, test } from 'vitest'
import { ecKey, wycheproof } from './wycheproof.ts'

const curves = [
  ['ecdsa_secp256r1_sha256_p1363', 'P-256', 'ES256'],
  ['ecdsa_secp384r1_sha384_p1363', 'P-384', 'ES384'],
  ['ecdsa_secp521r1_sha512_p1363', 'P-521', 'ES512'],
  ['ecdsa_brainpoolP256r1_sha256_p1363', 'brainpoolP256r1', 'ESB256'],
] as const

describe.each(curves)('%s', (file, crv, algorithm) => {
  const groups = wycheproof(file)
  test.skipIf(groups === undefined)('gives each result as stated', async () => {
    const differing: string[] = []
    for (const group of groups ?? []) {
      const key = parsePublicJwk(ecKey(crv, group, keyParameters[crv].publicLength))
      for (const { tcId, comment, msg, sig, result } of group.tests) {
        const valid = await engine.verify(algorithm, key, Buffer.from(msg, 'hex'), Buffer.from(sig, 'hex'))
        if (valid !== (result === 'valid')) differing.push(`${tcId} ${comment}: ${valid}`)
      }
    }
    expect(differing).toEqual([])
  })
})

describe('ed25519', () => {
  const groups = wycheproof('ed25519')
  test.skipIf(groups === undefined)('gives each result as stated', async () => {
    const differing: string[] = []
    for (const group of groups ?? []) {
      const x = Buffer.from(group.publicKey.pk, 'hex').toString('base64url')
      const key = parsePublicJwk({ kty: 'OKP', crv: 'Ed25519', x })
      for (const { tcId, comment, msg, sig, result } of group.tests) {
        for (const algorithm of ['EdDSA', 'Ed25519'] as const) {
          const valid = await engine.verify(algorithm, key, Buffer.from(msg, 'hex'), Buffer.from(sig, 'hex'))
          if (valid !== (result === 'valid')) differing.push(`${tcId} ${comment}: ${valid}`)
        }
      }
    }
    expect(differing).toEqual([])
  })
})

/** What becomes of a JWS under one key: `valid`, `signature_invalid`, or the code of its refusal. */
async function outcome(jws: string, keysOf: (alg: SignatureAlgorithm, kid: unknown) => PublicJwk): Promise<string> {
  try {
    const { protectedHeader, signingInput, signature } = parseCompactJws(jws)
    const algorithm = checkHeader(protectedHeader, { algorithms: defaultAlgorithms })
    const key = keysOf(algorithm, ownMember(protectedHeader, 'kid'))
    const misfit = keyFitsAlgorithm(key, algorithm, 'verify')
    if (misfit !== undefined) return misfit
    return (await engine.verify(algorithm, key, signingInput, signature)) ? 'valid' : 'signature_invalid'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

/** Groups under RSA and HMAC: on no list of this library, so even what is stated as valid is refused, and by this code. */
const notAllowed = /^(hs|rs|ps)\d|^rfc7520|^rsa_encryption$|^base64$/

/** Where our outcome differs from the stated one, with the reason. */
const deviations: Readonly<Record<number, { outcome: string; reason: string }>> = {
  347: { outcome: 'key_algorithm_mismatch', reason: 'the key says "ES521", which is no algorithm' },
  351: { outcome: 'key_algorithm_mismatch', reason: 'the key says "ES521", which is no algorithm' },
  372: {
    outcome: 'base64url_malformed',
    reason: 'a character that is not base64url in the header: one JWS, one spelling',
  },
  373: {
    outcome: 'base64url_malformed',
    reason: 'a character that is not base64url in the payload: one JWS, one spelling',
  },
}

/** What an invalid JWS may be refused for before its algorithm is looked at. */
const unreadable = ['jws_malformed', 'base64url_malformed', 'json_malformed', 'text_not_utf8', 'algorithm_missing']

describe('json_web_signature', () => {
  const groups = wycheproof('json_web_signature')
  test.skipIf(groups === undefined)('gives each result as stated, or a deviation with its reason', async () => {
    const differing: string[] = []
    for (const group of groups ?? []) {
      for (const { tcId, comment, jws, result } of group.tests) {
        const found = await outcome(jws, () => parsePublicJwk(group.public ?? group.private))
        if (!isAsDue(found, tcId, result, group.comment))
          differing.push(`${group.comment} ${tcId} ${comment}: ${found}`)
      }
    }
    expect(differing).toEqual([])
  })

  function isAsDue(found: string, tcId: number, stated: string, group: string): boolean {
    const deviation = deviations[tcId]
    if (deviation !== undefined) return found === deviation.outcome
    if (notAllowed.test(group)) {
      return found === 'algorithm_not_allowed' || (stated === 'invalid' && unreadable.includes(found))
    }
    return (found === 'valid') === (stated === 'valid')
  }
})

/** Sets of symmetric keys, stated as valid: a secret in a set of public keys is refused before anything is verified. */
const symmetricSets = [2, 13, 14, 15]

describe('json_web_key', () => {
  const groups = wycheproof('json_web_key')
  test.skipIf(groups === undefined)('gives each result as stated, or a deviation with its reason', async () => {
    const differing: string[] = []
    for (const group of groups ?? []) {
      for (const { tcId, comment, jws, result } of group.tests) {
        const found = await keySetOutcome(group.public ?? group.private, jws)
        const due = symmetricSets.includes(tcId) ? 'key_private' : tcId === 5 ? 'algorithm_not_allowed' : result
        if (found !== due && !(due === 'invalid' && found !== 'valid')) differing.push(`${tcId} ${comment}: ${found}`)
      }
    }
    expect(differing).toEqual([])
  })

  async function keySetOutcome(set: unknown, jws: string): Promise<string> {
    try {
      const keys = parseJwkSet(set)
      return await outcome(jws, (_, kid) => {
        const key = keys.find((one) => one.kid === kid)
        if (key === undefined) throw new Refusal('key_unknown')
        return key
      })
    } catch (error) {
      if (error instanceof Refusal) return error.code
      throw error
    }
  }
})
