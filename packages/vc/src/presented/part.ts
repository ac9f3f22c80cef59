import type { Encoded } from '@hashikake/credential'
import { decodeBase64, encodeBase64 } from '@hashikake/encoding/base64'
import { refusal } from '../model/refusal.ts'

/** One credential of a presentation, as it is verified: the whole presentation, and which of its credentials is meant. */
export interface Part {
  readonly presentation: Encoded
  /** Counted from 0; undefined where the presentation itself came, which then holds one alone. */
  readonly index: number | undefined
}

const partUrl = /^data:application\/(vp(?:\+jwt|\+sd-jwt|\+cose)?);credential=(0|[1-9]\d{0,3})(;base64)?,/

/** Names one credential of a presentation: a data URL with the parameter `credential` (RFC 2397 §3). */
export function writePart(mediaType: string, presentation: Encoded, index: number): string {
  const data = typeof presentation === 'string' ? `,${escaped(presentation)}` : `;base64,${encodeBase64(presentation)}`
  return `data:application/${mediaType};credential=${index}${data}`
}

/**
 * What is meant: a part, or a presentation that holds one credential.
 *
 * @throws {Refusal} `base64_malformed`, `envelope_malformed`
 */
export function readPart(input: Encoded): Part {
  const match = typeof input === 'string' ? partUrl.exec(input) : null
  if (match === null) return { presentation: input, index: undefined }
  const data = (input as string).slice(match[0].length)
  return { presentation: match[3] === undefined ? unescaped(data) : decodeBase64(data), index: Number(match[2]) }
}

// Tokens need no escape; JSON does.
function escaped(text: string): string {
  return /[^\w.~+/=-]/.test(text) ? encodeURIComponent(text) : text
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refusal('envelope_malformed')
  }
}

/** The media type of a part; undefined for anything else. */
export function mediaTypeOfPart(input: Encoded): string | undefined {
  return typeof input === 'string' && input.startsWith('data:') ? partUrl.exec(input)?.[1] : undefined
}
