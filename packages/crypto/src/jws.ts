import {
  type Bytes,
  decodeBase64url,
  decodeBase64urlText,
  encodeBase64url,
  encodeBase64urlText,
  isCanonicalBase64url,
} from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, type JsonValue, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { isSignatureAlgorithm, keyParameters, type SignatureAlgorithm } from './algorithms.ts'
import type { CryptoCodes } from './codes.ts'
import { coseOnlyAlgorithms } from './cose-registry.ts'
import { keyParametersOf } from './keys.ts'
import type { Signer } from './signer.ts'

type CryptoCode = keyof CryptoCodes

/** A JOSE header (RFC 7515 §4): frozen, to be read by own-property access only. */
export type JoseHeader = JsonObject

/** A JWS in compact serialization (RFC 7515 §7.1), taken apart; nothing in it is authentic yet. */
export interface CompactJws {
  readonly protectedHeader: JoseHeader
  /** The three parts as received, in base64url. */
  readonly protectedText: string
  readonly payloadText: string
  readonly signatureText: string
  /** What was signed: the ASCII characters of header, a full stop, and payload. */
  readonly signingInput: string
  readonly signature: Bytes
}

const headerLimits = { maxDepth: 16 }

/**
 * Takes a compact JWS apart. The parts are canonical base64url, so that one signature has one spelling.
 *
 * @throws {Refusal} `jws_malformed`, `base64url_malformed`, `text_not_utf8`, and the codes of strict JSON
 */
export function parseCompactJws(text: string): CompactJws {
  if (typeof text !== 'string') throw refusal('jws_malformed')
  const first = text.indexOf('.')
  const second = text.indexOf('.', first + 1)
  if (first < 1 || second === -1 || text.indexOf('.', second + 1) !== -1) throw refusal('jws_malformed')
  const payloadText = text.slice(first + 1, second)
  const signatureText = text.slice(second + 1)
  if (signatureText === '') throw refusal('jws_malformed')
  if (!isCanonicalBase64url(payloadText)) throw new Refusal('base64url_malformed')
  const protectedText = text.slice(0, first)
  return Object.freeze({
    protectedHeader: parseProtectedHeader(protectedText),
    protectedText,
    payloadText,
    signatureText,
    signingInput: text.slice(0, second),
    signature: decodeBase64url(signatureText),
  })
}

/**
 * Reads the base64url text of a protected header.
 *
 * @throws {Refusal} `base64url_malformed`, `text_not_utf8`, and the codes of strict JSON
 */
export function parseProtectedHeader(protectedText: string): JoseHeader {
  const text = decodeBase64urlText(protectedText)
  return freezeDeep(parseJsonObject(text, headerLimits)) as JoseHeader
}

/** What a JWS signs (RFC 7515 §5.1-8), from its two parts in base64url. */
export function signingInput(protectedText: string, payloadText: string): string {
  return `${protectedText}.${payloadText}`
}

/**
 * Decides by which algorithm a JWS is to be verified. Keys and key locations in the header (`jwk`, `jku`, `x5u`) are
 * never used, and `zip` has no meaning in a JWS.
 *
 * @param options.algorithms - what the caller allows; names that this library does not know are refused even there
 * @param options.typ - the media type that the header must name, when it must
 * @throws {Refusal} `algorithm_missing`, `algorithm_not_allowed`, `critical_header_unsupported`, `header_malformed`,
 *   `header_type_mismatch`
 */
export function checkHeader(
  header: JoseHeader,
  options: {
    readonly algorithms: readonly SignatureAlgorithm[]
    readonly typ?: string
  },
): SignatureAlgorithm {
  const alg = ownMember(header, 'alg')
  if (alg === undefined) throw refusal('algorithm_missing')
  if (typeof alg !== 'string') throw refusal('header_malformed')
  if (!isSignatureAlgorithm(alg) || !options.algorithms.includes(alg)) throw refusal('algorithm_not_allowed')
  for (const name of ['typ', 'cty', 'kid']) {
    const member = ownMember(header, name)
    if (member !== undefined && typeof member !== 'string') throw refusal('header_malformed')
  }
  checkCritical(header)
  if (options.typ !== undefined && !typeHeaderIs(header, options.typ)) throw refusal('header_type_mismatch')
  return alg
}

/** No extension is processed here, so whatever `crit` names is not understood (RFC 7515 §4.1.11). */
function checkCritical(header: JoseHeader): void {
  // RFC 7797 §6: only `true`, its default, leaves the signing input as this library builds it.
  if (Object.hasOwn(header, 'crit') || (ownMember(header, 'b64') ?? true) !== true) {
    throw refusal('critical_header_unsupported')
  }
}

/**
 * Whether a header's `typ` names this media type. Media types are compared without regard to case, and one without a
 * slash means `application/…` (RFC 7515 §4.1.9): `KB+JWT` and `application/kb+jwt` are both `kb+jwt`.
 */
export function typeHeaderIs(header: JoseHeader, type: string): boolean {
  const typ = ownMember(header, 'typ')
  if (typeof typ !== 'string') return false
  // By far the most frequent spelling needs no work.
  return typ === type || (isAscii(typ) && fullMediaType(typ) === fullMediaType(type))
}

function fullMediaType(type: string): string {
  return (type.includes('/') ? type : `application/${type}`).toLowerCase()
}

// Outside ASCII, toLowerCase makes an ordinary k of the Kelvin sign.
function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}

/**
 * Signs a payload as a compact JWS. `alg` is the signer's, first in the header.
 *
 * @param payload - bytes, or text that is signed as its UTF-8 bytes
 * @throws {TypeError} when the header names another `alg`, or the signer's answer is not a raw signature
 */
export async function signCompactJws(
  header: { readonly [name: string]: unknown },
  payload: Uint8Array | string,
  signer: Signer,
  options: { signal?: AbortSignal } = {},
): Promise<string> {
  const protectedText = encodeBase64urlText(JSON.stringify(headerFor(header, signer.algorithm)))
  const payloadText = typeof payload === 'string' ? encodeBase64urlText(payload) : encodeBase64url(payload)
  const input = signingInput(protectedText, payloadText)
  return `${input}.${await signInput(input, signer, options)}`
}

/**
 * Signs a signing input, whatever the serialization; the signature is returned as base64url.
 *
 * @throws {TypeError} when the signer's answer is not a raw signature
 */
export async function signInput(
  input: string,
  signer: Signer,
  options: { signal?: AbortSignal } = {},
): Promise<string> {
  options.signal?.throwIfAborted()
  const signature = await signer.sign(ascii(input), options)
  options.signal?.throwIfAborted()
  const { signatureLength } = keyParameters[keyParametersOf(signer.publicKey)]
  if (!(signature instanceof Uint8Array) || (signatureLength > 0 && signature.length !== signatureLength)) {
    throw new TypeError(
      `A ${signer.algorithm} signer must return ${signatureLength} raw bytes: convert a DER signature to r‖s first`,
    )
  }
  return encodeBase64url(signature)
}

function headerFor(header: { readonly [name: string]: unknown }, alg: SignatureAlgorithm): object {
  if (!isJsonObject(header)) throw new TypeError("The header is an object: { typ: 'dc+sd-jwt' }")
  if (!isSignatureAlgorithm(alg)) throw new TypeError('signer.algorithm is not a name of signatureAlgorithms')
  if (Object.hasOwn(header, 'alg') ? header.alg !== alg : coseOnlyAlgorithms.includes(alg)) {
    throw new TypeError(
      `The signer's algorithm ${alg} is not the header's: leave alg out, or name a COSE-only one in it`,
    )
  }
  return { alg, ...header }
}

function ascii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

function freezeDeep(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  for (const name of Object.keys(value)) freezeDeep((value as JsonObject)[name] as JsonValue)
  return Object.freeze(value)
}

function refusal(code: CryptoCode): Refusal<CryptoCode> {
  return new Refusal(code)
}
