/** What is too much. Every bound is checked before the work that it bounds. */
export interface Limits {
  /** Bytes of the whole input. */
  readonly inputLength: number
  readonly documents: number
  /** Elements of one document. */
  readonly elements: number
  /** Certificates that come with a signature. */
  readonly certificates: number
}

export const defaultLimits: Limits = /* @__PURE__ */ Object.freeze({
  inputLength: 2 ** 20,
  documents: 16,
  elements: 512,
  certificates: 5,
})
