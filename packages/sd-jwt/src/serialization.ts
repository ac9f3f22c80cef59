/** The three serialisations: RFC 9901 §4, and the two of §8. */
export type Serialization = 'compact' | 'flattened' | 'general'

/** One signature over the payload, as received. */
export interface SerializedSignature {
  readonly protectedText: string
  readonly signatureText: string
  /** What was signed: the two parts with a full stop between them (RFC 7515 §5.1). */
  readonly signingInput: string
}

/** An SD-JWT or SD-JWT+KB taken apart, every part still in the characters in which it came. */
export interface SerializedSdJwt {
  readonly serialization: Serialization
  readonly payloadText: string
  readonly signatures: readonly [SerializedSignature, ...SerializedSignature[]]
  readonly disclosures: readonly string[]
  /** The Key Binding JWT. */
  readonly keyBinding: string | undefined
  /** What `sd_hash` is taken over: the compact form with its final tilde (RFC 9901 §4.3.1, §8.1). */
  readonly presented: string
}

/** Whether a text looks like an SD-JWT from outside. */
export function looksLikeSdJwt(input: unknown): input is string {
  return typeof input === 'string' && (input.includes('~') || input.startsWith('{'))
}

/** Joins the parts again; of a general serialisation every signature. */
export function writeSerialization(
  parts: Pick<SerializedSdJwt, 'serialization' | 'payloadText' | 'disclosures' | 'keyBinding'> & {
    readonly signatures: readonly Pick<SerializedSignature, 'protectedText' | 'signatureText'>[]
  },
): string {
  const { serialization, payloadText: payload, signatures, disclosures, keyBinding } = parts
  const members = signatures.map(({ protectedText, signatureText }, i) => ({
    ...(i === 0 ? { header: { disclosures, ...(keyBinding === undefined ? {} : { kb_jwt: keyBinding }) } } : {}),
    protected: protectedText,
    signature: signatureText,
  }))
  if (serialization === 'general') return JSON.stringify({ payload, signatures: members })
  if (serialization === 'flattened') return JSON.stringify({ payload, ...members[0] })
  return compactForm(parts) + (keyBinding ?? '')
}

/** The SD-JWT in compact form, first signature, with its final tilde. */
export function compactForm(parts: {
  readonly payloadText: string
  readonly disclosures: readonly string[]
  readonly signatures: readonly Pick<SerializedSignature, 'protectedText' | 'signatureText'>[]
}): string {
  const { protectedText, signatureText } = parts.signatures[0] as SerializedSignature
  return `${[`${protectedText}.${parts.payloadText}.${signatureText}`, ...parts.disclosures].join('~')}~`
}
