import { type Bytes, decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { type CborInput, type CborValue, decodeCbor, encodeCbor, isCborMap } from '@hashikake/encoding/cbor'
import { encodeMultibase } from '@hashikake/encoding/multibase'
import { Refusal } from '@hashikake/encoding/refusal'
import { refusal } from '../refusal.ts'
import { concat } from '../suites/hash-data.ts'
import { decodeProofValue } from '../suites/whole.ts'

/** A proof that its issuer gave to the holder (DI-ECDSA 1.0 §3.5.2): with it, any part can be shown. */
export interface BaseProofValue {
  readonly baseSignature: Bytes
  /** Multikey bytes of the key that signed each quad. */
  readonly publicKey: Bytes
  readonly hmacKey: Bytes
  readonly signatures: readonly Bytes[]
  readonly mandatoryPointers: readonly string[]
}

/** A proof that the holder shows (§3.5.7). */
export interface DerivedProofValue {
  readonly baseSignature: Bytes
  readonly publicKey: Bytes
  readonly signatures: readonly Bytes[]
  /** From canonical labels to those that were signed. */
  readonly labels: ReadonlyMap<string, string>
  /** Which of the quads that are shown are mandatory. */
  readonly mandatoryIndexes: readonly number[]
}

const baseHeader = Uint8Array.of(0xd9, 0x5d, 0x00)
const derivedHeader = Uint8Array.of(0xd9, 0x5d, 0x01)

export function writeBaseProofValue(value: BaseProofValue): string {
  const { baseSignature, publicKey, hmacKey, signatures, mandatoryPointers } = value
  return write(baseHeader, [baseSignature, publicKey, hmacKey, signatures, mandatoryPointers])
}

export function writeDerivedProofValue(value: DerivedProofValue): string {
  const { baseSignature, publicKey, signatures, labels, mandatoryIndexes } = value
  const compressed = new Map(
    [...labels].map(([canonical, label]) => [Number(canonical.slice('c14n'.length)), decodeBase64url(label.slice(1))]),
  )
  return write(derivedHeader, [baseSignature, publicKey, signatures, compressed, mandatoryIndexes])
}

function write(header: Uint8Array, components: CborInput): string {
  return encodeMultibase(concat([header, encodeCbor(components)]), 'base64url')
}

/** Which of the two a proof value is. @throws {Refusal} `proof_value_malformed` */
function kindOf(proofValue: string): 'base' | 'derived' {
  const [first, second, third] = decodeProofValue(proofValue, 'u')
  if (first !== 0xd9 || second !== 0x5d || (third !== 0x00 && third !== 0x01)) throw refusal('proof_value_malformed')
  return third === 0x00 ? 'base' : 'derived'
}

/** @throws {Refusal} `proof_value_malformed`, `proof_not_base` */
export function readBaseProofValue(proofValue: string): BaseProofValue {
  if (kindOf(proofValue) !== 'base') throw refusal('proof_not_base')
  const [baseSignature, publicKey, hmacKey, signatures, mandatoryPointers, ...rest] = componentsOf(proofValue)
  const arePointers = Array.isArray(mandatoryPointers) && mandatoryPointers.every((one) => typeof one === 'string')
  if (rest.length > 0 || !arePointers) throw refusal('proof_value_malformed')
  return {
    baseSignature: bytesOf(baseSignature, 64),
    publicKey: bytesOf(publicKey, 35),
    hmacKey: bytesOf(hmacKey, 32),
    signatures: signaturesOf(signatures),
    mandatoryPointers: mandatoryPointers as readonly string[],
  }
}

/** @throws {Refusal} `proof_value_malformed`, `proof_not_derived` */
export function readDerivedProofValue(proofValue: string): DerivedProofValue {
  if (kindOf(proofValue) !== 'derived') throw refusal('proof_not_derived')
  const [baseSignature, publicKey, signatures, labels, mandatoryIndexes, ...rest] = componentsOf(proofValue)
  if (rest.length > 0 || !isCborMap(labels) || !areIndexes(mandatoryIndexes)) throw refusal('proof_value_malformed')
  const decompressed = new Map<string, string>()
  for (const [index, label] of labels) {
    if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) throw refusal('proof_value_malformed')
    decompressed.set(`c14n${index}`, `u${encodeBase64url(bytesOf(label, 32))}`)
  }
  return {
    baseSignature: bytesOf(baseSignature, 64),
    // A Multikey of P-256 is two bytes of its number and 33 of the point.
    publicKey: bytesOf(publicKey, 35),
    signatures: signaturesOf(signatures),
    labels: decompressed,
    mandatoryIndexes,
  }
}

function componentsOf(proofValue: string): readonly (CborValue | undefined)[] {
  const bytes = decodeProofValue(proofValue, 'u').subarray(3)
  try {
    // What other libraries write is minimal, but not always sorted.
    const { value } = decodeCbor(bytes, { owned: true })
    if (Array.isArray(value)) return value as readonly CborValue[]
  } catch (cause) {
    if (cause instanceof Refusal) throw refusal('proof_value_malformed', { cause })
    throw cause
  }
  throw refusal('proof_value_malformed')
}

function bytesOf(value: CborValue | undefined, length: number): Bytes {
  if (!(value instanceof Uint8Array) || value.length !== length) throw refusal('proof_value_malformed')
  return value as Bytes
}

const maxSignatures = 20_000

function signaturesOf(value: CborValue | undefined): readonly Bytes[] {
  if (!Array.isArray(value) || value.length > maxSignatures) throw refusal('proof_value_malformed')
  return value.map((one) => bytesOf(one as CborValue, 64))
}

function areIndexes(value: CborValue | undefined): value is readonly number[] {
  if (!Array.isArray(value)) return false
  // Ascending, so that each stands once.
  return value.every((one, i) => Number.isSafeInteger(one) && (one as number) >= 0 && (i === 0 || one > value[i - 1]))
}
