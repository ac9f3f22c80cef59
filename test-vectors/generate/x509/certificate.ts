import { p256 } from '@noble/curves/nist.js'
import { seconds } from '../bases.ts'
import { bytesOf, type Members } from '../json.ts'
import { fixtureKey, type KeyName } from '../keys.ts'
import { asDer } from '../signatures.ts'

// Certificates and revocation lists, written by hand as RFC 5280 and X.690 have them.

type Bytes = Uint8Array

/** One DER item. */
export function tlv(tag: number, ...contents: readonly Bytes[]): Bytes {
  const content = Buffer.concat(contents)
  const { length } = content
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.of(tag, ...head), content])
}

const sequence = (...contents: readonly Bytes[]): Bytes => tlv(0x30, ...contents)
const octets = (content: Bytes): Bytes => tlv(0x04, content)
const bits = (content: Bytes, unused = 0): Bytes => tlv(0x03, Buffer.of(unused), content)
const ascii = (text: string): Bytes => Buffer.from(text, 'latin1')
const integer = (...bytes: readonly number[]): Bytes => tlv(0x02, Buffer.from(bytes))

/** An object identifier from its dotted numbers. */
function oid(dotted: string): Bytes {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const arcs = [first * 40 + second, ...rest].map((arc) => {
    const groups = [arc & 0x7f]
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80)
    return Buffer.from(groups)
  })
  return tlv(0x06, ...arcs)
}

/** A name from its attributes: `CN=Root, C=JP`. */
function name(text: string): Bytes {
  const types: Readonly<Record<string, string>> = { CN: '2.5.4.3', C: '2.5.4.6', ST: '2.5.4.8', O: '2.5.4.10' }
  return sequence(
    ...text.split(', ').map((part) => {
      const [type = '', value = ''] = part.split('=')
      const string = type === 'C' ? tlv(0x13, ascii(value)) : tlv(0x0c, Buffer.from(value))
      return tlv(0x31, sequence(oid(types[type] as string), string))
    }),
  )
}

function time(iso: string): Bytes {
  const digits = iso.replace(/[-:T]|\.\d+/g, '')
  return digits < '2050' ? tlv(0x17, ascii(digits.slice(2))) : tlv(0x18, ascii(digits))
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))
export const ecdsaWithSha1 = sequence(oid('1.2.840.10045.4.1'))
export const rsaWithSha256 = sequence(oid('1.2.840.113549.1.1.11'), tlv(0x05))

const ecPublicKey = oid('1.2.840.10045.2.1')
/** The identifiers of curves (RFC 5480 §2.1.1.1, RFC 5639 §4.1), and of Edwards keys as algorithms (RFC 8410 §3). */
const curves: Readonly<Record<string, string>> = {
  'P-256': '1.2.840.10045.3.1.7',
  'P-384': '1.3.132.0.34',
  'P-521': '1.3.132.0.35',
  brainpoolP256r1: '1.3.36.3.3.2.8.1.1.7',
  brainpoolP320r1: '1.3.36.3.3.2.8.1.1.9',
  brainpoolP384r1: '1.3.36.3.3.2.8.1.1.11',
  brainpoolP512r1: '1.3.36.3.3.2.8.1.1.13',
  Ed25519: '1.3.101.112',
  Ed448: '1.3.101.113',
}

function publicKeyInfo(key: Members): Bytes {
  const { kty, crv, x, y } = key as Readonly<Record<string, string>>
  const curve = oid(curves[crv as string] as string)
  if (kty === 'OKP') return sequence(sequence(curve), bits(bytesOf(x as string)))
  return ecKey(curve, Buffer.concat([Buffer.of(4), bytesOf(x as string), bytesOf(y as string)]))
}

const ecKey = (parameters: Bytes, point: Bytes): Bytes => sequence(sequence(ecPublicKey, parameters), bits(point))

/** Keys that nobody uses here, or in a form that nobody uses. */
export const otherKeys = {
  rsa: (): Bytes => {
    const { n, e } = fixtureKey('issuer-rsa').publicKey as Readonly<Record<string, string>>
    const modulus = integer(0, ...bytesOf(n as string))
    return sequence(
      sequence(oid('1.2.840.113549.1.1.1'), tlv(0x05)),
      bits(sequence(modulus, integer(...bytesOf(e as string)))),
    )
  },
  /** RFC 9881 §2: any bytes of the right length are a key. */
  mlDsa44: (): Bytes => sequence(sequence(oid('2.16.840.1.101.3.4.3.17')), bits(Buffer.alloc(1_312, 7))),
  /** Its base point. */
  p192: (): Bytes =>
    ecKey(
      oid('1.2.840.10045.3.1.1'),
      Buffer.from(
        '04188da80eb03090f67cbf20eb43a18800f4ff0afd82ff101207192b95ffc8da78631011ed6b24cdd573f977a11e794811',
        'hex',
      ),
    ),
  compressed: (name: KeyName): Bytes => {
    const { x, y } = fixtureKey(name).publicKey as Readonly<Record<string, string>>
    const isOdd = (bytesOf(y as string).at(-1) as number) & 1
    return ecKey(oid(curves['P-256'] as string), Buffer.concat([Buffer.of(2 + isOdd), bytesOf(x as string)]))
  },
  /** SEC 1 §C.2: the numbers of P-256 in the place of its name. */
  explicit: (name: KeyName): Bytes => {
    const { x, y } = fixtureKey(name).publicKey as Readonly<Record<string, string>>
    const { p, a, b, n, Gx, Gy } = p256.Point.CURVE()
    const number = (value: bigint): Bytes => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
    const positive = (value: bigint): Bytes => integer(0, ...number(value))
    const domain = sequence(
      integer(1),
      sequence(oid('1.2.840.10045.1.1'), positive(p)),
      sequence(octets(number(a)), octets(number(b))),
      octets(Buffer.concat([Buffer.of(4), number(Gx), number(Gy)])),
      positive(n),
      integer(1),
    )
    return ecKey(domain, Buffer.concat([Buffer.of(4), bytesOf(x as string), bytesOf(y as string)]))
  },
} as const

/** An extension by its identifier. */
const extension = (type: string, content: Bytes, critical = false): Bytes =>
  sequence(oid(type), ...(critical ? [tlv(0x01, Buffer.of(0xff))] : []), octets(content))

export const basicConstraints = (pathLength?: number): Bytes =>
  extension(
    '2.5.29.19',
    sequence(tlv(0x01, Buffer.of(0xff)), ...(pathLength === undefined ? [] : [integer(pathLength)])),
    true,
  )
export const basicConstraintsNotCritical = (pathLength: number): Bytes =>
  extension('2.5.29.19', sequence(tlv(0x01, Buffer.of(0xff)), integer(pathLength)))
export const noAuthority: Bytes = extension('2.5.29.19', sequence(), true)
/** By the number of the bit: 0 digitalSignature, 4 keyAgreement, 5 keyCertSign, 6 cRLSign. */
export const keyUsage = (usages: readonly number[], critical = true): Bytes => {
  const last = Math.max(...usages)
  const byte = usages.reduce((value, bit) => value | (0x80 >> bit), 0)
  return extension('2.5.29.15', bits(Buffer.of(byte), 7 - last), critical)
}
export const extendedKeyUsage = (dotted: string, critical = false): Bytes =>
  extension('2.5.29.37', sequence(oid(dotted)), critical)
export const subjectKey = (key: KeyName): Bytes => extension('2.5.29.14', octets(identifierOf(key)))
export const authorityKey = (key: KeyName): Bytes => extension('2.5.29.35', sequence(tlv(0x80, identifierOf(key))))
export const alternativeUri = (uri: string): Bytes => extension('2.5.29.17', sequence(tlv(0x86, ascii(uri))))
export const alternativeDns = (host: string): Bytes => extension('2.5.29.17', sequence(tlv(0x82, ascii(host))))
/** Of another issuer's name and serial number, without a key identifier. */
export const authorityName = (text: string, serial: readonly number[]): Bytes =>
  extension('2.5.29.35', sequence(tlv(0xa1, tlv(0xa4, name(text))), tlv(0x82, Buffer.from(serial))))
export const issuerUri = (uri: string): Bytes => extension('2.5.29.18', sequence(tlv(0x86, ascii(uri))))
export const issuerEmail = (address: string): Bytes => extension('2.5.29.18', sequence(tlv(0x81, ascii(address))))
export const issuerDns = (host: string): Bytes => extension('2.5.29.18', sequence(tlv(0x82, ascii(host))))
export const distributionDns = (host: string): Bytes =>
  extension('2.5.29.31', sequence(sequence(tlv(0xa0, tlv(0xa0, tlv(0x82, ascii(host)))))))
export const distributionPoint = (uri: string): Bytes =>
  extension('2.5.29.31', sequence(sequence(tlv(0xa0, tlv(0xa0, tlv(0x86, ascii(uri)))))))
export const permittedDns = (host: string): Bytes =>
  extension('2.5.29.30', sequence(tlv(0xa0, sequence(tlv(0x82, ascii(host))))), true)
export const excludedDns = (host: string): Bytes =>
  extension('2.5.29.30', sequence(tlv(0xa1, sequence(tlv(0x82, ascii(host))))), true)
export const unknownExtension = (critical: boolean): Bytes => extension('1.3.6.1.4.1.55555.1', tlv(0x05), critical)

/** The five that ISO/IEC 18013-5 B.1.1 forbids; none of them critical, so that nothing else refuses them. */
export const forbiddenExtensions: Readonly<Record<string, Bytes>> = {
  'policy mappings': extension('2.5.29.33', sequence(sequence(oid('1.3.6.1.4.1.55555.2'), oid('1.3.6.1.4.1.55555.3')))),
  'name constraints': extension('2.5.29.30', sequence(tlv(0xa0, sequence(tlv(0x82, ascii('example')))))),
  'policy constraints': extension('2.5.29.36', sequence(tlv(0x80, Buffer.of(0)))),
  'inhibit any-policy': extension('2.5.29.54', integer(0)),
  'freshest revocation list': extension(
    '2.5.29.46',
    sequence(sequence(tlv(0xa0, tlv(0xa0, tlv(0x86, ascii('https://iaca.example/delta')))))),
  ),
}

/** Any bytes will do for an identifier: the first of the key's own x. */
function identifierOf(key: KeyName): Bytes {
  return bytesOf(fixtureKey(key).publicKey.x as string).subarray(0, 20)
}

/** A certificate before it is written. */
export interface Certificate {
  readonly serial: readonly number[]
  readonly issuer: string
  readonly subject: string
  readonly notBefore: string
  readonly notAfter: string
  readonly key: KeyName
  readonly signer: KeyName
  readonly extensions: readonly Bytes[]
  readonly version?: number
  /** DER, in the place of the key's own. */
  readonly spki?: Bytes
  readonly algorithm?: Bytes
  /** After it was signed. */
  readonly bend?: (der: Bytes) => Bytes
}

/** Writes and signs a certificate. @returns base64 of its DER */
export function write(certificate: Certificate): string {
  const { serial, issuer, subject, notBefore, notAfter, key, signer, extensions, version = 2 } = certificate
  const algorithm = certificate.algorithm ?? ecdsaWithSha256
  const tbs = sequence(
    tlv(0xa0, integer(version)),
    integer(...serial),
    algorithm,
    name(issuer),
    sequence(time(notBefore), time(notAfter)),
    name(subject),
    certificate.spki ?? publicKeyInfo(fixtureKey(key).publicKey),
    ...(extensions.length === 0 ? [] : [tlv(0xa3, sequence(...extensions))]),
  )
  const der = sequence(tbs, algorithm, bits(signature(tbs, signer)))
  return Buffer.from(certificate.bend?.(der) ?? der).toString('base64')
}

/** A revocation list before it is written. */
export interface List {
  readonly issuer: string
  readonly signer: KeyName
  readonly thisUpdate: string
  readonly nextUpdate: string
  /** Serial numbers. */
  readonly revoked: readonly (readonly number[])[]
  readonly extensions: readonly Bytes[]
}

/** Writes and signs a revocation list. @returns base64 of its DER */
export function writeList({ issuer, signer, thisUpdate, nextUpdate, revoked, extensions }: List): string {
  const entries = revoked.map((serial) => sequence(integer(...serial), time(thisUpdate)))
  const tbs = sequence(
    integer(1),
    ecdsaWithSha256,
    name(issuer),
    time(thisUpdate),
    time(nextUpdate),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    tlv(0xa0, sequence(...extensions)),
  )
  return Buffer.from(sequence(tbs, ecdsaWithSha256, bits(signature(tbs, signer)))).toString('base64')
}

export const crlNumber = (number: number): Bytes => extension('2.5.29.20', integer(number))
export const deltaIndicator: Bytes = extension('2.5.29.27', integer(1), true)
/** RFC 5280 §5.2.5: indirectCRL. */
export const indirect: Bytes = extension('2.5.29.28', sequence(tlv(0x84, Buffer.of(0xff))), true)

function signature(data: Bytes, signer: KeyName): Bytes {
  const secret = Uint8Array.from(bytesOf(fixtureKey(signer).privateKey.d as string))
  return asDer(p256.sign(Uint8Array.from(data), secret, { extraEntropy: false, lowS: false }))
}

/** A time some seconds from another. */
export const shifted = (iso: string, by: number): string => new Date((seconds(iso) + by) * 1000).toISOString()
