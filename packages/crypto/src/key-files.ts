import { type KeyParametersName, keyParameters } from './algorithms.ts'
import { contentOf, type DerItem, derTag, hexOf, itemsOf, readDer, writeDer } from './der.ts'
import { publicKeyBytes, publicKeyLength, uncompressed } from './key-bytes.ts'
import { keyParametersOf, type PrivateJwk, type PublicJwk } from './keys.ts'
import { privateKeyBytes, privateKeyLength, publicJwkFromBytes } from './keys-from-bytes.ts'
import { readRsaSpki, writeRsaSpki } from './rsa-keys.ts'

/** The object identifiers of the kinds of keys: a curve's for EC, the algorithm's own for the others. */
const identifiers: Readonly<Record<Exclude<KeyParametersName, 'RSA'>, string>> = {
  // RFC 5480 §2.1.1.1
  'P-256': '2a8648ce3d030107',
  'P-384': '2b81040022',
  'P-521': '2b81040023',
  // RFC 5639 §4.1
  brainpoolP256r1: '2b2403030208010107',
  brainpoolP320r1: '2b2403030208010109',
  brainpoolP384r1: '2b240303020801010b',
  brainpoolP512r1: '2b240303020801010d',
  // RFC 8410 §3
  Ed25519: '2b6570',
  Ed448: '2b6571',
  // RFC 9881 §2
  'ML-DSA-44': '608648016503040311',
  'ML-DSA-65': '608648016503040312',
  'ML-DSA-87': '608648016503040313',
}
const ecPublicKey = '2a8648ce3d0201'

const namesOf: ReadonlyMap<string, KeyParametersName> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries(identifiers).map(([name, identifier]) => [identifier, name as KeyParametersName]),
)

// All that precedes the key's own bytes is the same for each kind of key.
const spkiHeads = /* @__PURE__ */ new Map<KeyParametersName, Uint8Array>()

/**
 * Writes a SubjectPublicKeyInfo (RFC 5280 §4.1).
 *
 * @throws {RangeError} when the key is not of its kind's length
 */
export function writeSpki(key: PublicJwk): Uint8Array {
  if (key.kty === 'RSA') return writeRsaSpki(key)
  const name = keyParametersOf(key)
  const bytes = ofLength(publicKeyBytes(key), publicKeyLength(name))
  const head = spkiHeads.get(name) ?? spkiHead(name)
  spkiHeads.set(name, head)
  const spki = new Uint8Array(head.length + bytes.length)
  spki.set(head)
  spki.set(bytes, head.length)
  return spki
}

function spkiHead(name: KeyParametersName): Uint8Array {
  const length = publicKeyLength(name)
  const bits = writeDer(derTag.bitString, new Uint8Array(1 + length))
  const spki = writeDer(derTag.sequence, algorithmIdentifier(name), bits)
  return spki.subarray(0, spki.length - length)
}

/** Writes a PKCS #8 PrivateKeyInfo (RFC 5958 §2). */
export function writePkcs8(key: PrivateJwk): Uint8Array {
  const secret = privateKeyBytes(key)
  const version = writeDer(derTag.integer, new Uint8Array([0]))
  const contents = {
    EC: () =>
      writeDer(
        derTag.sequence,
        writeDer(derTag.integer, new Uint8Array([1])),
        writeDer(derTag.octetString, secret),
        writeDer(0xa1, writeDer(derTag.bitString, new Uint8Array([0]), publicKeyBytes(key))),
      ),
    OKP: () => writeDer(derTag.octetString, secret),
    // RFC 9881 §6: the seed alone.
    AKP: () => writeDer(0x80, secret),
  }[key.kty]()
  return writeDer(
    derTag.sequence,
    version,
    algorithmIdentifier(keyParametersOf(key)),
    writeDer(derTag.octetString, contents),
  )
}

function algorithmIdentifier(name: KeyParametersName): Uint8Array {
  const own = writeDer(derTag.objectIdentifier, fromHex(identifiers[name as keyof typeof identifiers]))
  if (keyParameters[name].kty !== 'EC') return writeDer(derTag.sequence, own)
  return writeDer(derTag.sequence, writeDer(derTag.objectIdentifier, fromHex(ecPublicKey)), own)
}

/** A private key file's content; many leave the public half out. */
export interface PrivateKeyFile {
  readonly parameters: KeyParametersName
  readonly privateKey: Uint8Array
  readonly publicKey: Uint8Array | undefined
}

/**
 * Reads a SubjectPublicKeyInfo (RFC 5280 §4.1).
 *
 * @throws {RangeError} when it is none, or of a kind that the library does not use
 */
export function readSpki(der: Uint8Array): PublicJwk {
  const rsa = readRsaSpki(der)
  if (rsa !== undefined) return rsa
  const [identifier, bits, ...more] = open(readDer(der), derTag.sequence)
  if (more.length > 0) throw new RangeError('Not a SubjectPublicKeyInfo')
  const name = readIdentifier(identifier)
  return publicJwkFromBytes(name, readPoint(name, bits))
}

/**
 * Reads a PKCS #8 private key (RFC 5958 §2).
 *
 * @throws {RangeError} when it is none, or of a kind that the library does not use
 */
export function readPkcs8(der: Uint8Array): PrivateKeyFile {
  const [, identifier, wrapped] = open(readDer(der), derTag.sequence)
  const name = readIdentifier(identifier)
  const inner = itemsOf(wrapped, derTag.octetString)
  if (keyParameters[name].kty === 'EC') return readEcPrivateKey(inner, name)
  return { parameters: name, privateKey: readSeed(inner, name), publicKey: undefined }
}

/**
 * Reads a SEC 1 `EC PRIVATE KEY` (RFC 5915 §3), which names its curve itself.
 *
 * @throws {RangeError} when it is none, or of a kind that the library does not use
 */
export function readSec1(der: Uint8Array): PrivateKeyFile {
  return readEcPrivateKey(readDer(der), undefined)
}

function readEcPrivateKey(items: readonly DerItem[], outerName: KeyParametersName | undefined): PrivateKeyFile {
  const [, secret, ...optional] = open(items, derTag.sequence)
  const parameters = optional.find(({ tag }) => tag === 0xa0)
  const point = optional.find(({ tag }) => tag === 0xa1)
  const innerName = parameters === undefined ? undefined : nameOf(parameters.items[0])
  const name = outerName ?? innerName
  if (name === undefined || (innerName !== undefined && innerName !== name)) throw new RangeError('No curve is named')
  return {
    parameters: name,
    privateKey: ofLength(contentOf(secret, derTag.octetString), privateKeyLength(name)),
    publicKey: point === undefined ? undefined : readPoint(name, point.items[0]),
  }
}

// RFC 8410 §7: an octet string. RFC 9881 §6: the seed, or the seed before the expanded key; never the expanded key alone.
function readSeed(inner: readonly DerItem[], name: KeyParametersName): Uint8Array {
  const first = inner[0]?.tag === derTag.sequence ? inner[0].items[0] : inner[0]
  const isSeedAlone = keyParameters[name].kty === 'AKP' && inner[0]?.tag !== derTag.sequence
  return ofLength(contentOf(first, isSeedAlone ? 0x80 : derTag.octetString), privateKeyLength(name))
}

function readIdentifier(item: DerItem | undefined): KeyParametersName {
  const [algorithm, curve, ...more] = itemsOf(item, derTag.sequence)
  if (more.length > 0) throw new RangeError('Not an algorithm with its parameters')
  const isEc = hexOf(contentOf(algorithm, derTag.objectIdentifier)) === ecPublicKey
  const name = nameOf(isEc ? curve : algorithm)
  if ((keyParameters[name].kty === 'EC') !== isEc) throw new RangeError('A curve is named where an algorithm is due')
  return name
}

function nameOf(item: DerItem | undefined): KeyParametersName {
  const identifier = hexOf(contentOf(item, derTag.objectIdentifier))
  const found = namesOf.get(identifier)
  if (found === undefined) throw new RangeError('A kind of key that this library does not use')
  return found
}

function readPoint(name: KeyParametersName, item: DerItem | undefined): Uint8Array {
  const bits = contentOf(item, derTag.bitString)
  const point = ofLength(bits.subarray(1), publicKeyLength(name))
  if (bits[0] !== 0 || (keyParameters[name].kty === 'EC' && point[0] !== uncompressed))
    throw new RangeError('Not an uncompressed point')
  return point
}

function open(items: readonly DerItem[], tag: number): readonly DerItem[] {
  if (items.length !== 1) throw new RangeError('Not one DER item')
  return itemsOf(items[0], tag)
}

function ofLength(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError('A key of a wrong length')
  return bytes
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
