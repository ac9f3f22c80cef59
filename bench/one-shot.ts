import * as nodeCrypto from 'node:crypto'
import type { PrivateJwk, PublicJwk } from '@hashikake/crypto/keys'

// The fastest way to P-256 that Node offers, with nothing around it: one-shot calls, DER signatures, key objects that were
// imported before. It is what the library is measured against, and what the peer is given to be on equal terms.

/** One signature with all that its verification needs, ready made. */
export interface RawVerification {
  readonly data: Buffer
  readonly key: nodeCrypto.KeyObject
  readonly signature: Buffer
}

/** The two signatures of a key-bound presentation. */
export function rawVerifications(
  presentation: string,
  issuerKey: PublicJwk,
  holderKey: PublicJwk,
): readonly [RawVerification, RawVerification] {
  const parts = presentation.split('~')
  return [rawOfJws(parts[0] as string, issuerKey), rawOfJws(parts.at(-1) as string, holderKey)]
}

function rawOfJws(jws: string, jwk: PublicJwk): RawVerification {
  const end = jws.lastIndexOf('.')
  const signature = Buffer.from(jws.slice(end + 1), 'base64url')
  return rawVerification({ data: Buffer.from(jws.slice(0, end)), signature }, jwk)
}

/** @param signed.signature - raw r‖s */
export function rawVerification(
  { data, signature }: { readonly data: Buffer; readonly signature: Buffer },
  jwk: PublicJwk,
): RawVerification {
  return { data, key: importPublicKey(jwk), signature: toDer(signature) }
}

export function verifyRaw({ data, key, signature }: RawVerification): boolean {
  return nodeCrypto.verify('sha256', data, key, signature)
}

/** The same on the thread pool. */
export function verifyRawPooled({ data, key, signature }: RawVerification): Promise<void> {
  return new Promise((resolve, reject) => {
    nodeCrypto.verify('sha256', data, key, signature, (error, valid) => {
      if (error !== null || !valid) reject(error ?? new Error('A raw signature does not hold'))
      else resolve()
    })
  })
}

// The SubjectPublicKeyInfo of an uncompressed P-256 point, up to the point (RFC 5480 §2).
const spkiPrefix = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex')
// PEM is the faster way in from Node 22 on, a JWK before.
const importsJwkFaster = Number(process.versions.node.split('.')[0]) < 22

/** Imports a P-256 key the way that is fastest on this version of Node. */
export function importPublicKey(jwk: object): nodeCrypto.KeyObject {
  const { x, y } = jwk as { x: string; y: string }
  if (importsJwkFaster) return nodeCrypto.createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  const der = Buffer.concat([spkiPrefix, Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return nodeCrypto.createPublicKey(`-----BEGIN PUBLIC KEY-----\n${der.toString('base64')}\n-----END PUBLIC KEY-----`)
}

/** Verifies raw r‖s in base64url. */
export function verifyText(data: string, signature: string, key: nodeCrypto.KeyObject): boolean {
  return nodeCrypto.verify('sha256', Buffer.from(data), key, toDer(Buffer.from(signature, 'base64url')))
}

/** A function that signs to raw r‖s in base64url. */
export function textSigner(jwk: PrivateJwk): (data: string) => string {
  const key = nodeCrypto.createPrivateKey({ key: { ...jwk } as nodeCrypto.JsonWebKey, format: 'jwk' })
  return (data) => toRaw(nodeCrypto.sign('sha256', Buffer.from(data), key)).toString('base64url')
}

/** r‖s as the DER of OpenSSL: Node's own conversion is slow from version 24 on. */
export function toDer(raw: Buffer): Buffer {
  const integers = [raw.subarray(0, 32), raw.subarray(32)].map(minimal)
  const length = integers.reduce((sum, one) => sum + 2 + one.length, 0)
  const der = Buffer.allocUnsafe(2 + length)
  let at = der.writeUInt8(length, der.writeUInt8(0x30))
  for (const integer of integers) {
    at = der.writeUInt8(integer.length, der.writeUInt8(0x02, at))
    at += integer.copy(der, at)
  }
  return der
}

/** The shortest bytes of a positive integer: no leading zeros but the one that keeps it positive. */
function minimal(integer: Buffer): Buffer {
  let start = 0
  while (start < integer.length - 1 && integer[start] === 0) start++
  const digits = integer.subarray(start)
  return (digits[0] as number) < 0x80 ? digits : Buffer.concat([Buffer.of(0), digits])
}

export function toRaw(der: Buffer): Buffer {
  const raw = Buffer.alloc(64)
  let at = 2
  for (const end of [32, 64]) {
    const length = der[at + 1] as number
    const digits = der.subarray(at + 2 + Math.max(0, length - 32), at + 2 + length)
    digits.copy(raw, end - digits.length)
    at += 2 + length
  }
  return raw
}
