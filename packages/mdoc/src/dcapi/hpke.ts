import type { EcPublicJwk, PrivateJwk, PublicJwk } from '@hashikake/crypto/keys'
import { type Bytes, decodeBase64url } from '@hashikake/encoding/base64url'
import { AEAD_AES_128_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke'

export type EcPrivateJwk = Extract<PrivateJwk, { readonly kty: 'EC' }>

/** What HPKE gives: the encapsulated key, and what was encrypted (RFC 9180 §6.1). */
export interface Sealed {
  readonly enc: Uint8Array
  readonly cipherText: Uint8Array
}

/** The one suite of ISO/IEC TS 18013-7 annex C: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM (RFC 9180 §7), base mode. */
const suite = /* @__PURE__ */ new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_128_GCM)

/** Bytes of an encapsulated key: a point, uncompressed (RFC 9180 §7.1). */
export const encLength = 65

/** @throws what HPKE does for a key that is not on its curve */
export async function seal(plaintext: Uint8Array, recipient: PublicJwk, info: Uint8Array): Promise<Sealed> {
  const key = await suite.DeserializePublicKey(pointOf(recipient as EcPublicJwk))
  const { encapsulatedSecret, ciphertext } = await suite.Seal(key, plaintext, { info })
  return { enc: encapsulatedSecret, cipherText: ciphertext }
}

/** @throws what HPKE does for anything that is not of this key and `info` */
export async function open({ enc, cipherText }: Sealed, recipient: EcPrivateJwk, info: Uint8Array): Promise<Bytes> {
  const [privateKey, publicKey] = await Promise.all([
    suite.DeserializePrivateKey(decodeBase64url(recipient.d)),
    suite.DeserializePublicKey(pointOf(recipient)),
  ])
  return new Uint8Array(await suite.Open({ privateKey, publicKey }, enc, cipherText, { info }))
}

/** Uncompressed (SEC 1 §2.3.3). */
function pointOf({ x, y }: EcPublicJwk): Uint8Array {
  return Uint8Array.of(4, ...decodeBase64url(x), ...decodeBase64url(y))
}
