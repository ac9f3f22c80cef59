// Runs our cases against @sd-jwt/sd-jwt-vc, by its public API and as its documentation uses it:
//   npx hashikake conformance test-vectors/sd-jwt-vc --implementation peers/adapters/sd-jwt-vc.mjs
import { digest, ES256, ES384, ES512, generateSalt } from '@sd-jwt/crypto-nodejs'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'

const suites = { 'P-256': ES256, 'P-384': ES384, 'P-521': ES512 }

/** Why a case cannot be put to this library. */
function inexpressible({ input, trust = {}, policies = {}, options, audience, previous, status }) {
  if (typeof input.text !== 'string' || input.text.startsWith('{')) return 'takes only the compact form'
  if ((trust.certificates ?? []).length > 0) return 'has no certificates'
  // Which key belongs to which issuer is left to the caller's verifier.
  if ((trust.keys ?? []).some(({ issuer, kid, use, alg, key_ops }) => issuer ?? kid ?? use ?? alg ?? key_ops)) {
    return 'leaves the choice of the key to its caller'
  }
  if ((trust.keys ?? []).some(({ crv }) => !Object.hasOwn(suites, crv ?? ''))) return 'has no such keys'
  if (audience !== undefined || previous !== undefined || options !== undefined) return 'has no such option'
  const { clockSkew: _, requiredClaims = [], ...others } = policies
  if (Object.keys(others).length > 0 || !requiredClaims.every(isPlainName)) return 'has no such policy'
  return status === 'ignore' && /"status"/.test(payloadOf(input.text)) ? 'asks for the status by itself' : undefined
}

// It takes names joined by dots, so a name that holds one cannot be said.
function isPlainName(path) {
  return path.length === 1 && !String(path[0]).includes('.')
}

function payloadOf(text) {
  return Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()
}

function verifierOf(key) {
  return suites[key.crv].getVerifier(key)
}

async function instanceFor({ trust = {} }) {
  const verifiers = await Promise.all((trust.keys ?? []).map(verifierOf))
  return new SDJwtVcInstance({
    hasher: digest,
    saltGenerator: generateSalt,
    verifier: async (data, signature) => {
      for (const verify of verifiers) if (await verify(data, signature)) return true
      return false
    },
    kbVerifier: async (data, signature, { cnf }) => (await verifierOf(cnf.jwk))(data, signature),
    statusListFetcher: async () => {
      throw new Error('Nothing is reachable')
    },
  })
}

function verifierOptions({ at, policies = {}, challenge = 'bearer' }) {
  const { clockSkew, requiredClaims } = policies
  return {
    ...(at === undefined ? {} : { currentDate: Math.floor(Date.parse(at) / 1000) }),
    ...(clockSkew === undefined ? {} : { skewSeconds: clockSkew }),
    ...(requiredClaims === undefined ? {} : { requiredClaimKeys: requiredClaims.flat() }),
    ...(challenge === 'bearer' ? {} : { keyBindingNonce: challenge.nonce }),
  }
}

export default {
  name: '@sd-jwt/sd-jwt-vc',
  operations: ['verify'],
  formats: ['dc+sd-jwt'],
  async run(testCase) {
    const reason = inexpressible(testCase)
    if (reason !== undefined) return { skipped: reason }
    let instance
    try {
      instance = await instanceFor(testCase)
    } catch {
      return { skipped: 'cannot import the keys' }
    }
    try {
      const { payload } = await instance.verify(testCase.input.text, verifierOptions(testCase))
      return { accepted: true, claims: payload }
    } catch {
      // It refuses by throwing, with words of its own.
      return { accepted: false }
    }
  },
}
