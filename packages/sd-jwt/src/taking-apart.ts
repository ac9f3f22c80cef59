import type { MaybePromise } from '@hashikake/crypto/engine'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import { type Limits, requireDisclosures } from './limits.ts'
import type { SerializedSdJwt } from './serialization.ts'

/**
 * Takes any of the three serialisations apart.
 *
 * @throws {Refusal} `sd_jwt_malformed`, `json_serialization_malformed`, `disclosures_too_many`, and the codes of JSON
 */
export function parseSerialization(input: string, limits: Limits): MaybePromise<SerializedSdJwt> {
  if (!input.startsWith('{')) return parseCompact(input, limits)
  // Optional in SD-JWT VC (§2.2) and rare: loaded when the first one comes.
  return import('./json-serialization.ts').then(({ parseJsonSerialization }) => parseJsonSerialization(input, limits))
}

function parseCompact(input: string, limits: Limits): SerializedSdJwt {
  const end = input.lastIndexOf('~')
  if (end === -1) throw new Refusal<SdJwtCode>('sd_jwt_malformed')
  const parts = input.slice(0, end).split('~', limits.disclosures + 2)
  const [jwt, ...disclosures] = parts as [string, ...string[]]
  requireDisclosures(disclosures, limits)
  const segments = jwt.split('.', 4)
  if (segments.length !== 3) throw new Refusal<SdJwtCode>('sd_jwt_malformed')
  const [protectedText, payloadText, signatureText] = segments as [string, string, string]
  return {
    serialization: 'compact',
    payloadText,
    // A slice of the input, which copies nothing.
    signatures: [{ protectedText, signatureText, signingInput: input.slice(0, jwt.lastIndexOf('.')) }],
    disclosures,
    keyBinding: end === input.length - 1 ? undefined : input.slice(end + 1),
    presented: input.slice(0, end + 1),
  }
}
