import type { AnswerParts, Encoded, VerificationFormat } from '@hashikake/credential'
import { type CborValue, encodeCbor } from '@hashikake/encoding/cbor'
import { bytesOf } from './encoded.ts'
import { decodeOuter, type Reading, requireMap } from './items.ts'
import { type MdocContent, type MdocOptions, mdocReader, readOptions } from './reader.ts'

/** Reads mdocs (ISO/IEC 18013-5) as a verifier: a DeviceResponse under a challenge, a bare IssuerSigned as `bearer`. */
export function verification(options: MdocOptions = {}): VerificationFormat<'mso_mdoc', MdocContent> {
  const { profile, limits } = readOptions(options)
  return Object.freeze({
    name: 'mso_mdoc',
    ...mdocReader(options),
    // HAIP 1.0 §5: each document comes in an answer of its own, and what comes otherwise is not taken apart.
    parts: (input: Encoded, { leniencies }: { readonly leniencies: readonly string[] }) =>
      profile === 'haip-1.0' ? whole(input) : documentsOf(input, { leniencies, limits, used: new Set() }),
  })
}

function whole(input: Encoded): AnswerParts {
  return { parts: [input], leniencies: [] }
}

/** Each document of a DeviceResponse in one of its own: what was signed goes on as it came. */
function documentsOf(input: Encoded, reading: Required<Reading>): AnswerParts {
  const { limits, used } = reading
  const response = requireMap(decodeOuter(bytesOf(input, limits), reading), 'mdoc_malformed')
  const documents = response.get('documents')
  if (!Array.isArray(documents) || documents.length < 2 || documents.length > limits.documents) return whole(input)
  const around = [...response].filter(([name]) => name === 'version' || name === 'status')
  const parts = documents.map((document) =>
    encodeCbor(new Map<CborValue, CborValue>([...around, ['documents', [document]]])),
  )
  return { parts, leniencies: [...used] }
}
