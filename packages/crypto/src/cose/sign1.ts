import type { Bytes } from '@hashikake/encoding/base64url'
import { type CborInput, CborTag, type CborValue, encodeCbor } from '@hashikake/encoding/cbor'
import { defaultAlgorithms, keyParameters, type SignatureAlgorithm } from '../algorithms.ts'
import { coseAlgorithms } from '../cose-registry.ts'
import type { Engine, MaybePromise, SignatureMode } from '../engine.ts'
import { keyFitsAlgorithm, keyParametersOf, type PublicJwk } from '../keys.ts'
import type { Signer } from '../signer.ts'
import { algorithmWithKey, signatureAlgorithmOf } from './algorithms.ts'
import { type CoseHeaders, headerLabel, refusal } from './headers.ts'
import {
  type CoseContent,
  type CoseMessage,
  decodeMessage,
  type ParseCoseOptions,
  payloadOf,
  readMessage,
} from './message.ts'

/** A COSE_Sign1 (RFC 9052 §4.2), taken apart; nothing in it is authentic yet. */
export interface CoseSign1 {
  readonly headers: CoseHeaders
  /** Undefined where the content travels apart. */
  readonly payload: Bytes | undefined
  readonly signature: Bytes
  /** Leniencies that were needed. */
  readonly leniencies: readonly string[]
}

/** The tag of a COSE_Sign1 (RFC 9052 §2). */
const sign1Tag = 18

/**
 * Takes a COSE_Sign1 apart.
 *
 * @throws {Refusal} `cose_malformed`, `cose_tag_mismatch`, `cose_label_repeated`, `critical_header_unsupported`, and the codes
 *   of strict CBOR
 */
export function parseSign1(bytes: Uint8Array, options: ParseCoseOptions = {}): CoseSign1 {
  return sign1Of(decodeMessage(bytes, sign1Tag, options))
}

/** The same, of an item that stood within another. @throws {Refusal} the codes of {@link parseSign1} */
export function readSign1(item: CborValue, options: ParseCoseOptions = {}): CoseSign1 {
  return sign1Of(readMessage(item, sign1Tag, options))
}

function sign1Of({ headers, payload, proof, leniencies }: CoseMessage): CoseSign1 {
  return Object.freeze({ headers, payload, signature: proof, leniencies })
}

export interface VerifySign1Options extends CoseContent {
  readonly engine: Engine
  /** What is accepted, by the fully-specified names where a key decides; `defaultAlgorithms` unless given. */
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined
  readonly mode?: SignatureMode | undefined
}

/**
 * Whether the signature is this key's (RFC 9052 §4.4).
 *
 * @throws {Refusal} `algorithm_missing`, `algorithm_not_allowed`, `key_type_mismatch` and the other codes of
 *   `keyFitsAlgorithm`, `cose_payload_mismatch`, `key_malformed`
 */
export function verifySign1(
  { headers, payload, signature }: CoseSign1,
  key: PublicJwk,
  options: VerifySign1Options,
): MaybePromise<boolean> {
  const { engine, algorithms = defaultAlgorithms, mode } = options
  const algorithm = algorithmWithKey(signatureAlgorithmOf(headers), key, algorithms)
  const misfit = keyFitsAlgorithm(key, algorithm, 'verify')
  if (misfit !== undefined) throw refusal(misfit)
  const signed = toBeSigned(headers.protectedBytes, payloadOf(payload, options), options.externalAad)
  return engine.verify(algorithm, key, signed, signature, mode)
}

export interface SignSign1Options {
  /** Parameters besides `alg`, which is the signer's. */
  readonly protected?: ReadonlyMap<number | string, CborInput>
  readonly unprotected?: ReadonlyMap<number | string, CborInput>
  readonly payload: Uint8Array
  /** The payload is signed and not sent. */
  readonly detached?: boolean
  readonly externalAad?: Uint8Array
  /** Whether the tag stands before it; true unless given. */
  readonly tagged?: boolean
  readonly signal?: AbortSignal
}

/**
 * Signs a COSE_Sign1, deterministically encoded (RFC 9052 §4.4).
 *
 * @throws {TypeError} those of {@link makeSign1}
 */
export async function signSign1(signer: Signer, options: SignSign1Options): Promise<Bytes> {
  const { tagged = true, ...content } = options
  const message = await makeSign1(signer, content)
  return encodeCbor(tagged ? new CborTag(sign1Tag, message as CborValue) : message)
}

/**
 * Makes a COSE_Sign1 that will stand within another item (RFC 9052 §4.4): the four parts, without a tag.
 *
 * @throws {TypeError} when `alg` is among the parameters, a label stands twice, or the signer's answer is no raw signature
 */
export async function makeSign1(signer: Signer, options: Omit<SignSign1Options, 'tagged'>): Promise<CborInput> {
  const { unprotected = new Map(), payload, detached = false, signal } = options
  const parameters = new Map<number | string, CborInput>(options.protected ?? [])
  for (const one of [parameters, unprotected]) {
    if (one.has(headerLabel.algorithm)) throw new TypeError('A COSE_Sign1 takes alg from the signer: leave label 1 out')
  }
  for (const label of unprotected.keys()) {
    if (parameters.has(label)) throw new TypeError('A COSE_Sign1 takes each label once, protected or not')
  }
  parameters.set(headerLabel.algorithm, coseAlgorithms[signer.algorithm])
  const protectedBytes = encodeCbor(parameters)
  signal?.throwIfAborted()
  const signature = await signer.sign(
    toBeSigned(protectedBytes, payload, options.externalAad),
    signal === undefined ? {} : { signal },
  )
  signal?.throwIfAborted()
  const { signatureLength } = keyParameters[keyParametersOf(signer.publicKey)]
  if (!(signature instanceof Uint8Array) || (signatureLength > 0 && signature.length !== signatureLength)) {
    throw new TypeError(`A ${signer.algorithm} signer must return ${signatureLength} raw bytes`)
  }
  return [protectedBytes, unprotected, detached ? null : payload, signature] as readonly CborInput[]
}

const noBytes = /* @__PURE__ */ new Uint8Array()

/** The Sig_structure of a COSE_Sign1 (RFC 9052 §4.4). */
function toBeSigned(protectedBytes: Uint8Array, payload: Uint8Array, externalAad: Uint8Array = noBytes): Uint8Array {
  return encodeCbor(['Signature1', protectedBytes, externalAad, payload])
}
