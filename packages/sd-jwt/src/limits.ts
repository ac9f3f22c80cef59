import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'

/** What is too much. Every bound is checked before the work that it bounds. */
export interface Limits {
  /** Characters of the whole input. */
  readonly inputLength: number
  readonly disclosures: number
  /** Nesting of claims, counted through disclosures. */
  readonly depth: number
  readonly signatures: number
}

export const defaultLimits: Limits = Object.freeze({
  inputLength: 8_388_608,
  disclosures: 20_000,
  depth: 100,
  signatures: 8,
})

/** @throws {Refusal} `input_too_large` */
export function requireLength(input: string, limits: Limits): void {
  if (input.length > limits.inputLength) throw new Refusal('input_too_large')
}

/** @throws {Refusal} `disclosures_too_many` */
export function requireDisclosures(disclosures: readonly string[], limits: Limits): void {
  if (disclosures.length > limits.disclosures) throw new Refusal<SdJwtCode>('disclosures_too_many')
}
