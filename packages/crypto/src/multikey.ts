import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { decodeMultibase, decodeMulticodec, encodeMultibase, encodeMulticodec } from '@hashikake/encoding/multibase'
import { Refusal } from '@hashikake/encoding/refusal'
import { type PublicJwk, parsePublicJwk } from './keys.ts'

interface CompressedCurve {
  readonly crv: 'P-256' | 'P-384'
  readonly length: number
  readonly prime: bigint
  readonly b: bigint
}

// SEC 2 §2.4.2, §2.5.1; a is −3 in both, and both primes are 3 modulo 4.
const p256: CompressedCurve = {
  crv: 'P-256',
  length: 32,
  prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
  b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
}
const p384: CompressedCurve = {
  crv: 'P-384',
  length: 48,
  prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
  b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
}

/**
 * Reads a Multikey (multibase base58btc of a multicodec prefix and the key): Ed25519, P-256 or P-384, the points
 * compressed. Undefined for everything else.
 */
export function readMultikey(text: string): PublicJwk | undefined {
  const read = text.startsWith('z') ? orUndefined(() => decodeMulticodec(decodeMultibase(text))) : undefined
  switch (read?.code) {
    case codec.ed25519:
      return read.bytes.length === 32
        ? parsePublicJwk({ kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(read.bytes) })
        : undefined
    case codec.p256:
      return decompress(read.bytes, p256)
    case codec.p384:
      return decompress(read.bytes, p384)
    default:
      return undefined
  }
}

/** The public keys of the table of multicodecs that are read. */
const codec = { ed25519: 0xed, p256: 0x1200, p384: 0x1201 } as const

/** Writes a Multikey of an Ed25519, P-256 or P-384 key. @throws {TypeError} for a key of another kind */
export function writeMultikey(key: PublicJwk): string {
  const { crv } = key as { readonly crv?: string }
  const code =
    crv === 'Ed25519' ? codec.ed25519 : crv === 'P-256' ? codec.p256 : crv === 'P-384' ? codec.p384 : undefined
  if (code === undefined) throw new TypeError('A Multikey is written of an Ed25519, P-256 or P-384 key')
  const { x, y } = key as { readonly x: string; readonly y?: string }
  return encodeMultibase(
    encodeMulticodec({ code, bytes: y === undefined ? decodeBase64url(x) : compress(x, y) }),
    'base58btc',
  )
}

/** SEC 1 §2.3.3. */
function compress(x: string, y: string): Uint8Array {
  const isOdd = ((decodeBase64url(y).at(-1) as number) & 1) === 1
  return Uint8Array.of(isOdd ? 3 : 2, ...decodeBase64url(x))
}

function orUndefined<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof Refusal) return undefined
    throw cause
  }
}

/** SEC 1 §2.3.4, the compressed form alone. */
function decompress(bytes: Uint8Array, { crv, length, prime, b }: CompressedCurve): PublicJwk | undefined {
  const [head] = bytes
  if (bytes.length !== length + 1 || (head !== 2 && head !== 3)) return undefined
  const x = toInteger(bytes.subarray(1))
  if (x >= prime) return undefined
  const square = (x * x * x - 3n * x + b) % prime
  const wanted = square < 0n ? square + prime : square
  const root = power(wanted, (prime + 1n) / 4n, prime)
  // A number without a square root: no point of the curve has this x.
  if ((root * root) % prime !== wanted) return undefined
  const y = (root & 1n) === BigInt(head & 1) ? root : prime - root
  return parsePublicJwk({
    kty: 'EC',
    crv,
    x: encodeBase64url(bytes.subarray(1)),
    y: encodeBase64url(toBytes(y, length)),
  })
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let factor = base
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * factor) % modulus
    factor = (factor * factor) % modulus
  }
  return result
}

function toInteger(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return value
}

function toBytes(value: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let i = length - 1, rest = value; i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 0xffn)
  return bytes
}
