import { bearer, type Encoded, newProgress, type ReadRequest } from '@hashikake/credential'
import { parseProtectedHeader } from '@hashikake/crypto/jws'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, type JsonValue, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { type ReaderOptions, type SdJwtProfile, sdJwtReader } from '@hashikake/sd-jwt/formats'
import { readJwtClaims } from '../jwt/claims.ts'
import { requireMediaType } from '../jwt/header.ts'
import type { Limits } from '../limits.ts'
import type { OpenedPresentation, PresentationEnvelope } from '../presented/reader.ts'
import { namesMediaType } from './profile.ts'

/** The claims that make a presentation an answer, and its credentials, stand open. */
const openMembers = ['@context', 'type', 'holder', 'verifiableCredential', 'iss', 'aud', 'nonce', 'iat', 'nbf', 'exp']

const vpProfile: SdJwtProfile = {
  format: 'vp+sd-jwt',
  parameters: {},
  checkHeader: (header) => {
    requireMediaType(header, 'vp+sd-jwt')
    return undefined
  },
  checkProcessed: ({ placed }) => {
    const hidden = placed.find(({ path }) => openMembers.includes(path[0] as string))
    if (hidden !== undefined) throw new Refusal('claim_not_disclosable', { path: hidden.path })
  },
  readIssuer: () => undefined,
  describe: () => ({ type: undefined, otherTypes: undefined, statusReferences: [] }),
}

/** Presentations that are secured as an SD-JWT (VC-JOSE-COSE §3.2.2): the holder signs as an issuer would. */
export function sdJwtPresentations(options: ReaderOptions): PresentationEnvelope {
  const reader = sdJwtReader(vpProfile, options)
  return {
    mediaType: 'vp+sd-jwt',
    recognizes: (input) => namesMediaType(input, 'vp+sd-jwt'),
    peek: payloadOf,
    open: (presentation, request) => open(presentation, reader, request),
  }
}

function payloadOf(presentation: Encoded, { depth }: Pick<Limits, 'depth'>): JsonObject {
  if (typeof presentation !== 'string') throw new Refusal('sd_jwt_malformed')
  const [, payloadText = ''] = presentation.split('~', 1)[0]?.split('.') ?? []
  return parseJsonObject(decodeBase64urlText(payloadText), { maxDepth: depth })
}

async function open(
  presentation: Encoded,
  reader: ReturnType<typeof sdJwtReader>,
  request: ReadRequest,
): Promise<OpenedPresentation> {
  // The holder answers in the presentation itself, so nothing else is bound to it.
  const own = { ...request, challenge: bearer, from: 'issuer', signatures: 'all', progress: newProgress() } as const
  const document = payloadOf(presentation, { depth: 64 })
  const header = parseProtectedHeader((presentation as string).split('.', 1)[0] as string)
  requireMediaType(header, 'vp+sd-jwt')
  const kid = ownMember(header, 'kid')
  for (const name of openMembers) {
    if (hasDigests(ownMember(document, name))) throw new Refusal('claim_not_disclosable', { path: [name] })
  }
  return {
    document,
    claims: readJwtClaims(document),
    kid: typeof kid === 'string' ? kid : undefined,
    verify: async (key: PublicJwk) => {
      const parsed = await reader.parse(presentation, own)
      try {
        await parsed.authenticate([[{ key, evidence: { kind: 'holder' } }]])
        return true
      } catch (cause) {
        if (cause instanceof Refusal && cause.code === 'signature_invalid') return false
        throw cause
      }
    },
  }
}

function hasDigests(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasDigests)
  if (!isJsonObject(value)) return false
  return Object.hasOwn(value, '_sd') || Object.hasOwn(value, '...') || Object.values(value).some(hasDigests)
}
