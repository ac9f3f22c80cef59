import { decodeBase64, encodeBase64 } from '@hashikake/encoding/base64'
import { type JsonObject, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { baseContext } from './contexts.ts'
import { valuesOf } from './identifiers.ts'
import { type Place, refusal } from './refusal.ts'

/** A credential or presentation inside its envelope, as it came in a `data:` URL. */
export interface Envelope {
  /** Without `application/`: `vc+jwt`. */
  readonly mediaType: string
  /** Text, or bytes where the URL says base64. */
  readonly content: string | Uint8Array
}

export type EnvelopeType = 'EnvelopedVerifiableCredential' | 'EnvelopedVerifiablePresentation'

// RFC 2397 §3; of parameters only `base64`, since a charset of ASCII text says nothing.
const dataUrl = /^data:application\/([a-z0-9][a-z0-9+.-]{0,63})(;base64)?,([!-~]+)$/

/**
 * Whether an object is an envelope of this type (VCDM 2.0 §4.13.1): the type may stand alone or in an array.
 */
export function isEnvelope(object: JsonObject, type: EnvelopeType): boolean {
  return valuesOf(ownMember(object, 'type')).includes(type)
}

/**
 * Opens an envelope (VCDM 2.0 §4.13.1, §4.13.2).
 *
 * @throws {Refusal} `base_context_missing`, `envelope_malformed`
 */
export function readEnvelope(object: JsonObject, type: EnvelopeType, place: Place): Envelope {
  if (!valuesOf(ownMember(object, '@context')).includes(baseContext)) {
    throw refusal('base_context_missing', [...place, '@context'])
  }
  const types = valuesOf(ownMember(object, 'type'))
  const id = ownMember(object, 'id')
  if (types.length !== 1 || types[0] !== type || typeof id !== 'string') throw refusal('envelope_malformed', place)
  const envelope = readDataUrl(id)
  if (envelope === undefined) throw refusal('envelope_malformed', [...place, 'id'])
  return envelope
}

/** What a `data:` URL of a JSON, JWT or COSE media type holds; undefined for what is none. */
function readDataUrl(url: string): Envelope | undefined {
  // The characters of base64 and of tokens need no escape.
  const [, mediaType, base64, text] = dataUrl.exec(url) ?? []
  if (mediaType === undefined || text === undefined || text.includes('%')) return undefined
  if (base64 === undefined) return Object.freeze({ mediaType, content: text })
  try {
    // Fetch §6 reads base64 without its padding too.
    const padding = '='.repeat((4 - (text.length % 4)) % 4)
    return Object.freeze({ mediaType, content: decodeBase64(text + padding) })
  } catch (cause) {
    if (cause instanceof Refusal) return undefined
    throw cause
  }
}

/** The object that carries an enveloped credential or presentation (VCDM 2.0 §4.13.1, VC-JOSE-COSE §3.3.1). */
export function envelope(type: EnvelopeType, { mediaType, content }: Envelope): JsonObject {
  const data = typeof content === 'string' ? `,${content}` : `;base64,${encodeBase64(content)}`
  return { '@context': [baseContext], type, id: `data:application/${mediaType}${data}` }
}
