import type { Encoded, ReadRequest } from '@hashikake/credential'
import { checkHeader, parseCompactJws } from '@hashikake/crypto/jws'
import { keyFitsAlgorithm } from '@hashikake/crypto/keys'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { type JsonObject, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { Limits } from '../limits.ts'
import type { Settings } from '../options.ts'
import type { OpenedPresentation, PresentationEnvelope } from '../presented/reader.ts'
import { readJwtClaims } from './claims.ts'
import { mediaTypeOf, requireMediaType } from './header.ts'

/** Presentations that are secured as a JWT (VC-JOSE-COSE §3.1.2). */
export function jwtPresentations(settings: Settings): PresentationEnvelope {
  return {
    mediaType: 'vp+jwt',
    recognizes: (input) => mediaTypeOf(input) === 'vp+jwt',
    peek: (presentation, limits) => payloadOf(requireJws(presentation), limits),
    open: (presentation, request) => open(presentation, settings, request),
  }
}

function requireJws(presentation: Encoded): ReturnType<typeof parseCompactJws> {
  if (typeof presentation !== 'string') throw new Refusal('jws_malformed')
  return parseCompactJws(presentation)
}

function payloadOf({ payloadText }: ReturnType<typeof parseCompactJws>, { depth }: Limits): JsonObject {
  return parseJsonObject(decodeBase64urlText(payloadText), { maxDepth: depth })
}

function open(presentation: Encoded, settings: Settings, { context, mode }: ReadRequest): OpenedPresentation {
  const jws = requireJws(presentation)
  const header = jws.protectedHeader
  requireMediaType(header, 'vp+jwt')
  const document = payloadOf(jws, settings.limits)
  const kid = ownMember(header, 'kid')
  return {
    document,
    claims: readJwtClaims(document),
    kid: typeof kid === 'string' ? kid : undefined,
    verify: (key) => {
      const algorithm = checkHeader(header, settings)
      const misfit = keyFitsAlgorithm(key, algorithm, 'verify')
      if (misfit !== undefined) throw new Refusal(misfit)
      return context.engine.verify(algorithm, key, jws.signingInput, jws.signature, mode)
    },
  }
}
