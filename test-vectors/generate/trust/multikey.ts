import { p256, p384 } from '@noble/curves/nist.js'
import { base64url, bytesOf } from '../json.ts'
import { fixtureKey, type KeyName } from '../keys.ts'

const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Base58 in Bitcoin's alphabet, with a 1 for every leading zero. */
export function base58(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (; value > 0n; value /= 58n) text = letters[Number(value % 58n)] + text
  const zeros = bytes.findIndex((byte) => byte !== 0)
  return '1'.repeat(Math.max(zeros, 0)) + text
}

/** A public key as Controlled Identifiers 1.0 §2.2.2 writes it. */
export function multikey(name: KeyName): string {
  const { crv, x, y } = fixtureKey(name).publicKey as { crv: string; x: string; y: string }
  const key = bytesOf(x)
  if (crv === 'Ed25519') return `z${base58(Buffer.concat([Buffer.of(0xed, 1), key]))}`
  const curve = crv === 'P-256' ? p256 : p384
  const point = curve.Point.fromBytes(Uint8Array.from(Buffer.concat([Buffer.of(4), key, bytesOf(y)])))
  return `z${base58(Buffer.concat([Buffer.of(crv === 'P-256' ? 0x80 : 0x81, 0x24), point.toBytes(true)]))}`
}

export const didKey = (name: KeyName): string => `did:key:${multikey(name)}`
export const didKeyMethod = (name: KeyName): string => `${didKey(name)}#${multikey(name)}`
export const didJwk = (name: KeyName): string => `did:jwk:${base64url(JSON.stringify(fixtureKey(name).publicKey))}`
