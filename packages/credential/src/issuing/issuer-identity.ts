import { isSignatureAlgorithm, signatureAlgorithms } from '@hashikake/crypto/algorithms'
import { keyParametersOf, type PublicJwk, parsePublicJwk } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import type { IssuerIdentity } from '../format.ts'
import { type MemberNames, readMembers, requireText } from './members.ts'

const names: MemberNames<IssuerIdentity> = { signer: true, id: true, kid: true, certificates: true }

/**
 * A checked copy of who issues.
 *
 * @throws {TypeError} for wrong use
 */
export function copyIdentity(identity: IssuerIdentity): IssuerIdentity {
  const { signer, id, kid, certificates } = readMembers(identity, names, 'An issuer')
  requireText(id, "An issuer's id")
  requireText(kid, "An issuer's kid")
  return {
    signer: copySigner(signer),
    ...(id === undefined ? {} : { id }),
    ...(kid === undefined ? {} : { kid }),
    ...(certificates === undefined ? {} : { certificates: copyCertificates(certificates) }),
  }
}

function copyCertificates(certificates: readonly Uint8Array[]): readonly Uint8Array[] {
  const isChain =
    Array.isArray(certificates) && certificates.length > 0 && certificates.every((der) => der instanceof Uint8Array)
  if (!isChain) throw new TypeError("An issuer's certificates are DER bytes, leaf first: [Uint8Array, …], one at least")
  return certificates.map((der) => Uint8Array.from(der))
}

function copySigner(signer: Signer): Signer {
  const { algorithm, publicKey } = signer ?? {}
  if (typeof signer?.sign !== 'function') throw new TypeError('A signer is { algorithm, publicKey, sign }')
  if (!isSignatureAlgorithm(algorithm)) throw new TypeError('signer.algorithm is not a name of signatureAlgorithms')
  const key = copyPublicKey(publicKey, 'signer.publicKey')
  if (!signatureAlgorithms[algorithm].keys.includes(keyParametersOf(key))) {
    throw new TypeError(`signer.publicKey is no key of ${algorithm}`)
  }
  return { algorithm, publicKey: key, sign: signer.sign.bind(signer) }
}

/** @throws {TypeError} for what is no public key that is known here */
export function copyPublicKey(key: PublicJwk, what: string): PublicJwk {
  try {
    return parsePublicJwk(key)
  } catch (cause) {
    throw new TypeError(`${what} takes a public JWK without its private part: { kty, crv, x, y }`, { cause })
  }
}
