import type { Encoded, VerificationFormat } from '@hashikake/credential'
import { type CborValue, decodeCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { bytesOf } from './encoded.ts'
import { requireMap } from './items.ts'
import { type MdocContent, type MdocOptions, mdocReader, readOptions } from './reader.ts'

/** Reads mdocs (ISO/IEC 18013-5) as a verifier: a DeviceResponse under a challenge, a bare IssuerSigned as `bearer`. */
export function verification(options: MdocOptions = {}): VerificationFormat<'mso_mdoc', MdocContent> {
  const { profile, limits } = readOptions(options)
  return Object.freeze({
    name: 'mso_mdoc',
    ...mdocReader(options),
    // HAIP 1.0 §5: each document comes in an answer of its own, and what comes otherwise is not taken apart.
    parts: (input: Encoded) =>
      profile === 'haip-1.0' ? [input] : documentsOf(bytesOf(input, limits), { input, most: limits.documents }),
  })
}

/** Each document of a DeviceResponse in one of its own: what was signed goes on as it came. */
function documentsOf(
  bytes: Uint8Array,
  { input, most }: { readonly input: Encoded; readonly most: number },
): readonly Encoded[] {
  const response = requireMap(decodeCbor(bytes).value, 'mdoc_malformed')
  const documents = response.get('documents')
  if (!Array.isArray(documents) || documents.length < 2 || documents.length > most) return [input]
  const around = [...response].filter(([name]) => name === 'version' || name === 'status')
  return documents.map((document) => encodeCbor(new Map<CborValue, CborValue>([...around, ['documents', [document]]])))
}
