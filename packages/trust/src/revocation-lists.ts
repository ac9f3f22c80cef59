import type { Context } from '@hashikake/credential'
import { Refusal } from '@hashikake/encoding/refusal'
import type { PathRules } from './certificate-paths.ts'
import { retrieveBytes } from './documents.ts'

/** As many as a revocation list may have to be read. */
const maxCrlBytes = 65_536
const mediaTypes = ['application/pkix-crl', 'application/octet-stream']

/**
 * The revocation list of the first place with TLS that a certificate names.
 *
 * @returns undefined where there is none, or where it cannot be had now and the rules tolerate that: the path says so
 * @throws {Refusal} the codes of the retrieval
 */
export async function retrieveCrl(
  uris: readonly string[],
  { profile }: PathRules,
  { context, signal }: { readonly context: Context; readonly signal: AbortSignal | undefined },
): Promise<Uint8Array | undefined> {
  const url = uris.find((uri) => uri.startsWith('https://'))
  if (url === undefined) return undefined
  try {
    const { bytes } = await retrieveBytes({ url, mediaTypes, maximumBytes: maxCrlBytes, context, signal })
    return bytes
  } catch (thrown) {
    const mayBeMissing = profile.tolerates?.includes('revocation_list_unavailable') === true
    // Only what may be had later is missing; what came and was refused is no list.
    if (mayBeMissing && thrown instanceof Refusal && thrown.retryable) return undefined
    throw thrown
  }
}
