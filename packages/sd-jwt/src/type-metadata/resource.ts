import { type Context, defaultContext } from '@hashikake/credential/context'
import { decodeBase64 } from '@hashikake/encoding/base64'
import { decodeUtf8, encodeUtf8 } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from '../codes.ts'
import { requireIntegrity } from './integrity.ts'
import type { RenderingResource } from './metadata.ts'

export interface RetrieveResourceOptions {
  /** What is taken, lower case; images and SVG unless given. */
  readonly mediaTypes?: readonly string[]
  /** In bytes; 1 MiB unless given. */
  readonly maximumBytes?: number
  readonly context?: Context
  readonly signal?: AbortSignal
}

/** A logo, a background or a template, as its reference promised. */
export interface RetrievedResource {
  /** Lower case, without parameters. */
  readonly mediaType: string
  readonly bytes: Uint8Array
}

const images: readonly string[] = Object.freeze(['image/svg+xml', 'image/png', 'image/jpeg', 'image/webp', 'image/gif'])
const dataUri = /^data:(image\/[a-z0-9.+-]+)((?:;[^;,]*)*),(.*)$/is

/**
 * Fetches what a rendering refers to (SD-JWT VC §5.5.1), through the one guarded retrieval, or from the `data:` URI itself;
 * with its integrity. The host that serves it learns that somebody looks at such a credential: keep what you can (§8.5).
 *
 * @throws {Refusal} `integrity_mismatch`, `type_metadata_malformed` for a `data:` URI that is none, `type_metadata_too_large`,
 *   and the codes of the retrieval
 */
export async function retrieveResource(
  resource: RenderingResource,
  options: RetrieveResourceOptions = {},
): Promise<RetrievedResource> {
  const { mediaTypes = images, maximumBytes = 2 ** 20, context = defaultContext(), signal } = options
  if (typeof resource?.uri !== 'string') throw new TypeError("retrieveResource takes a resource: { uri: 'https://…' }")
  const { uri, 'uri#integrity': integrity } = resource
  const retrieved = /^data:/i.test(uri)
    ? readDataUri(uri, maximumBytes)
    : await retrieve(uri, { mediaTypes, maximumBytes, context, signal })
  if (!mediaTypes.includes(retrieved.mediaType)) throw new Refusal('retrieval_media_type')
  if (integrity !== undefined) await requireIntegrity(retrieved.bytes, integrity, context)
  return Object.freeze(retrieved)
}

async function retrieve(
  url: string,
  {
    mediaTypes,
    maximumBytes,
    context,
    signal,
  }: Required<Pick<RetrieveResourceOptions, 'mediaTypes' | 'maximumBytes' | 'context'>> & {
    readonly signal: AbortSignal | undefined
  },
): Promise<RetrievedResource> {
  if (context.retrieval === undefined) throw new Refusal('retrieval_unavailable')
  const now = Math.floor(context.now() / 1000)
  const { mediaType, bytes } = await context.retrieval.retrieve({ url, mediaTypes, maximumBytes, now, signal })
  return { mediaType, bytes }
}

/** RFC 2397. */
function readDataUri(uri: string, maximumBytes: number): RetrievedResource {
  if (uri.length > 3 * maximumBytes + 200) throw new Refusal<SdJwtCode>('type_metadata_too_large')
  const [whole, mediaType, parameters, data] = dataUri.exec(uri) ?? []
  if (whole === undefined) throw new Refusal<SdJwtCode>('type_metadata_malformed')
  const bytes = decode(data as string, /;base64$/i.test(parameters as string))
  if (bytes.length > maximumBytes) throw new Refusal<SdJwtCode>('type_metadata_too_large')
  return { mediaType: (mediaType as string).toLowerCase(), bytes }
}

function decode(data: string, isBase64: boolean): Uint8Array {
  const bytes = percentDecoded(data)
  try {
    return isBase64 ? decodeBase64(decodeUtf8(bytes)) : bytes
  } catch (cause) {
    throw new Refusal<SdJwtCode>('type_metadata_malformed', { cause })
  }
}

/** RFC 3986 §2.1: an escape is a byte, not always one of a text. */
function percentDecoded(data: string): Uint8Array {
  const encoded = encodeUtf8(data)
  const bytes: number[] = []
  for (let i = 0; i < encoded.length; i++) {
    const byte = encoded[i] as number
    if (byte !== 0x25) {
      bytes.push(byte)
      continue
    }
    const hex = String.fromCharCode(encoded[i + 1] ?? 0, encoded[i + 2] ?? 0)
    if (!/^[0-9a-f]{2}$/i.test(hex)) throw new Refusal<SdJwtCode>('type_metadata_malformed')
    bytes.push(Number.parseInt(hex, 16))
    i += 2
  }
  return Uint8Array.from(bytes)
}
