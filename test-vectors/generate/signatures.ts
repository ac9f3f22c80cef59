import { constants, createPrivateKey, sign as signWithNode } from 'node:crypto'
import { ecdsa, weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { ed448 } from '@noble/curves/ed448.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256, sha384 } from '@noble/hashes/sha2.js'
import { bytesOf, type Members } from './json.ts'

const utf8 = new TextEncoder()

/** Who signs, and how; `none` leaves the signature empty. */
export interface Signing {
  readonly algorithm:
    | 'ES256'
    | 'ES384'
    | 'ES512'
    | 'ESB256'
    | 'ESB320'
    | 'ESB384'
    | 'ESB512'
    | 'EdDSA'
    | 'Ed448'
    | 'ES256K'
    | 'RS256'
    | 'HS256'
    | 'none'
  /** A private JWK; for HS256 `k` is the secret. */
  readonly key: Members
}

// RFC 6979, without extra entropy and without the choice of a low s: the same bytes in every run.
const deterministic = { extraEntropy: false, lowS: false } as const

/** RFC 5639 §3.5, with SHA-384 as RFC 9864 §2.1 has it; its sisters come with the library of curves. */
const brainpoolP320r1 = ecdsa(
  weierstrass({
    p: 0xd35e472036bc4fb7e13c785ed201e065f98fcfa6f6f40def4f92b9ec7893ec28fcd412b1f1b32e27n,
    a: 0x3ee30b568fbab0f883ccebd46d3f3bb8a2a73513f5eb79da66190eb085ffa9f492f375a97d860eb4n,
    b: 0x520883949dfdbc42d3ad198640688a6fe13f41349554b49acc31dccd884539816f5eb4ac8fb1f1a6n,
    n: 0xd35e472036bc4fb7e13c785ed201e065f98fcfa5b68f12a32d482ec7ee8658e98691555b44c59311n,
    Gx: 0x43bd7e9afb53d8b85289bcc48ee5bfe6f20137d10a087eb6e7871e2a10a599c710af8d0d39e20611n,
    Gy: 0x14fdd05545ec1cc8ab4093247f77275e0743ffed117182eaa9c77877aaac6ac7d35245d1692e8ee1n,
    h: 1n,
  }),
  sha384,
)

/** A deterministic signature, raw r‖s for ECDSA. */
export function sign(input: string, signing: Signing): Uint8Array {
  return signBytes(utf8.encode(input), signing)
}

export function signBytes(data: Uint8Array, { algorithm, key }: Signing): Uint8Array {
  switch (algorithm) {
    case 'ES256':
      return p256.sign(data, secretOf(key), deterministic)
    case 'ES384':
      return p384.sign(data, secretOf(key), deterministic)
    case 'ES512':
      return p521.sign(data, secretOf(key), deterministic)
    case 'ESB256':
      return brainpoolP256r1.sign(data, secretOf(key), deterministic)
    case 'ESB320':
      return brainpoolP320r1.sign(data, secretOf(key), deterministic)
    case 'ESB384':
      return brainpoolP384r1.sign(data, secretOf(key), deterministic)
    case 'ESB512':
      return brainpoolP512r1.sign(data, secretOf(key), deterministic)
    case 'ES256K':
      return secp256k1.sign(data, secretOf(key), deterministic)
    case 'EdDSA':
      return ed25519.sign(data, secretOf(key))
    case 'Ed448':
      return ed448.sign(data, secretOf(key))
    case 'HS256':
      return hmac(sha256, bytesOf(key.k as string), data)
    case 'RS256': {
      const privateKey = createPrivateKey({ key: { ...key } as Record<string, string>, format: 'jwk' })
      return signWithNode('sha256', data, { key: privateKey, padding: constants.RSA_PKCS1_PADDING })
    }
    case 'none':
      return new Uint8Array()
  }
}

function secretOf(key: Members): Uint8Array {
  return Uint8Array.from(bytesOf(key.d as string))
}

/** The other valid ECDSA signature over the same data: s and n − s both verify. */
export function otherS(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2
  const order = BigInt(p256.Point.Fn.ORDER)
  const s = BigInt(`0x${Buffer.from(signature.subarray(half)).toString('hex')}`)
  return replaceS(signature, order - s)
}

function replaceS(signature: Uint8Array, s: bigint): Uint8Array {
  const half = signature.length / 2
  const bytes = Buffer.from(s.toString(16).padStart(half * 2, '0'), 'hex')
  return Buffer.concat([signature.subarray(0, half), bytes])
}

/** The order of P-256, as the bytes of r or s. */
export const p256Order: Uint8Array = Buffer.from(p256.Point.Fn.ORDER.toString(16).padStart(64, '0'), 'hex')

/** An Ed25519 signature whose S has the group's order added: the same point, another spelling. */
export function addOrderToS(signature: Uint8Array): Uint8Array {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + ed25519.Point.Fn.ORDER
  const bytes = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()
  return Buffer.concat([signature.subarray(0, 32), bytes])
}

/** Raw r‖s as DER, which JOSE does not use. */
export function asDer(signature: Uint8Array): Uint8Array {
  const integers = [signature.subarray(0, 32), signature.subarray(32)].map((half) => {
    const digits = Buffer.from(half.subarray(half.findIndex((byte) => byte !== 0)))
    const content = (digits[0] as number) > 0x7f ? Buffer.concat([Buffer.of(0), digits]) : digits
    return Buffer.concat([Buffer.of(2, content.length), content])
  })
  const content = Buffer.concat(integers)
  return Buffer.concat([Buffer.of(0x30, content.length), content])
}
