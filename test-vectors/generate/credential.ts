import { base64url, encodePart, type Hash, hashOf, type Json, type Members } from './json.ts'
import { type Signing, sign } from './signatures.ts'

/** A Disclosure, encoded. The salt comes from the label, so that it is the same in every run. */
export function disclosure(label: string, ...nameAndValue: readonly [Json] | readonly [string, Json]): string {
  return encodePart([salt(label), ...nameAndValue])
}

export function salt(label: string): string {
  return base64url(hashOf(`salt of ${label}`).subarray(0, 16))
}

/** The digest of what is sent: its characters, not what they decode to. */
export function digest(encoded: string, hash: Hash = 'sha-256'): string {
  return hashOf(encoded, hash).toString('base64url')
}

/** A digest with nothing behind it. */
export function decoy(label: string, hash: Hash = 'sha-256'): string {
  return digest(salt(label), hash)
}

/** An SD-JWT as its parts, before and after signing. A case changes one of them. */
export interface Credential {
  readonly header: Members
  readonly payload: Members
  /** Every Disclosure that the issuer made, by a name of the generator's. */
  readonly made: Readonly<Record<string, string>>
  /** What is sent, in order. */
  readonly sent: readonly string[]
  readonly signing: Signing
  readonly hash: Hash
  readonly binding?: Binding
  readonly form: 'compact' | 'flattened' | 'general'
  /** Further signatures, for the general form. */
  readonly cosigners: readonly Cosigner[]
  readonly spellHeader?: (json: string) => string | Uint8Array
  readonly spellPayload?: (json: string) => string | Uint8Array
  readonly bendSignature?: (signature: Uint8Array) => Uint8Array
  /** After all is signed, before it is put together. */
  readonly tamper?: (parts: Parts) => Parts
  /** The JSON serialisation, before it is written out. */
  readonly bendJson?: (jws: Members) => Members
  /** The text that is sent. */
  readonly bendText?: (text: string) => string
}

export interface Cosigner {
  readonly header: Members
  readonly unprotected?: Members
  readonly signing: Signing
  readonly bendSignature?: (signature: Uint8Array) => Uint8Array
}

export interface Binding {
  readonly header: Members
  readonly claims: Members
  readonly signing: Signing
  /** The text whose digest is `sd_hash`. */
  readonly over?: (parts: Parts) => string
  readonly sdHash?: (hash: string) => Members
  readonly spellPayload?: (json: string) => string | Uint8Array
  readonly bendSignature?: (signature: Uint8Array) => Uint8Array
  /** Another text in the place of the Key Binding JWT. */
  readonly text?: string
}

export interface Parts {
  readonly protectedText: string
  readonly payloadText: string
  readonly signatureText: string
  readonly disclosures: readonly string[]
  readonly keyBinding: string | undefined
}

/** Signs and puts together. */
export function build(credential: Credential): string {
  const { header, payload, sent, signing, binding, spellHeader, spellPayload, bendSignature, tamper } = credential
  const protectedText = encodePart(header, spellHeader)
  const payloadText = encodePart(payload, spellPayload)
  const signature = sign(`${protectedText}.${payloadText}`, signing)
  const signed: Parts = {
    protectedText,
    payloadText,
    signatureText: base64url(bendSignature?.(signature) ?? signature),
    disclosures: sent,
    keyBinding: undefined,
  }
  const bound = binding === undefined ? signed : { ...signed, keyBinding: bind(signed, binding, credential.hash) }
  const text = serialize(tamper?.(bound) ?? bound, credential)
  return credential.bendText?.(text) ?? text
}

export function compactForm({ protectedText, payloadText, signatureText, disclosures }: Parts): string {
  return `${[`${protectedText}.${payloadText}.${signatureText}`, ...disclosures].join('~')}~`
}

function bind(parts: Parts, binding: Binding, hash: Hash): string {
  if (binding.text !== undefined) return binding.text
  const sdHash = digest((binding.over ?? compactForm)(parts), hash)
  const claims = { ...binding.claims, ...(binding.sdHash?.(sdHash) ?? { sd_hash: sdHash }) }
  const input = `${encodePart(binding.header)}.${encodePart(claims, binding.spellPayload)}`
  const signature = sign(input, binding.signing)
  return `${input}.${base64url(binding.bendSignature?.(signature) ?? signature)}`
}

function serialize(parts: Parts, { form, cosigners, bendJson }: Credential): string {
  const { protectedText, payloadText, signatureText, disclosures, keyBinding } = parts
  if (form === 'compact') return compactForm(parts) + (keyBinding ?? '')
  const first: Members = {
    header: { disclosures, ...(keyBinding === undefined ? {} : { kb_jwt: keyBinding }) },
    protected: protectedText,
    signature: signatureText,
  }
  const others = cosigners.map(({ header, unprotected, signing, bendSignature }): Members => {
    const encoded = encodePart(header)
    const signature = sign(`${encoded}.${payloadText}`, signing)
    return {
      ...(unprotected === undefined ? {} : { header: unprotected }),
      protected: encoded,
      signature: base64url(bendSignature?.(signature) ?? signature),
    }
  })
  const jws: Members =
    form === 'flattened' ? { payload: payloadText, ...first } : { payload: payloadText, signatures: [first, ...others] }
  return JSON.stringify(bendJson?.(jws) ?? jws)
}
