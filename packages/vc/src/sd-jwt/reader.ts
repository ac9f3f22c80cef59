import type { CredentialContent, CredentialReader, Encoded, Parsed, ReadRequest } from '@hashikake/credential'
import type { JsonObject } from '@hashikake/encoding/json'
import { type ReaderOptions, sdJwtReader } from '@hashikake/sd-jwt/formats'
import { issuedAtAsDate, needsIssuedAtAsDate } from '../jwt/claims.ts'
import { readRelatedResources } from '../model/related-resources.ts'
import { judgeRelatedResources, relatedResourcesCheck } from '../resource-check.ts'
import { namesMediaType, vcSdJwtProfile } from './profile.ts'

/** Reads credentials that are secured as an SD-JWT (VC-JOSE-COSE §3.2.1). */
export function vcSdJwtReader(options: ReaderOptions): CredentialReader<CredentialContent<JsonObject>> {
  const reader = sdJwtReader(vcSdJwtProfile(), options)
  const lenient = sdJwtReader(vcSdJwtProfile([issuedAtAsDate]), options)
  return {
    ...reader,
    checks: Object.freeze([...reader.checks, relatedResourcesCheck]),
    recognizes: (input: Encoded) => namesMediaType(input, 'vc+sd-jwt'),
    parse: async (input: Encoded, request: ReadRequest) => {
      const chosen = request.leniencies.includes(issuedAtAsDate) ? lenient : reader
      return withResources(await chosen.parse(input, request), request)
    },
  }
}

/** Resources outside the credential are looked at once it is authentic. */
function withResources(
  parsed: Parsed<CredentialContent<JsonObject>>,
  request: ReadRequest,
): Parsed<CredentialContent<JsonObject>> {
  return {
    keyRequests: parsed.keyRequests,
    authenticate: async (keys) => {
      const authenticated = await parsed.authenticate(keys)
      const { claims } = authenticated.content
      await judgeRelatedResources(readRelatedResources(claims), request)
      if (!needsIssuedAtAsDate(claims)) return authenticated
      return { ...authenticated, leniencies: [...authenticated.leniencies, issuedAtAsDate] }
    },
  }
}
