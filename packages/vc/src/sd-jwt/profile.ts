import { parseProtectedHeader, typeHeaderIs } from '@hashikake/crypto/jws'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtProfile } from '@hashikake/sd-jwt/formats'
import { describeTypes, statusReferenceOf, validityOf } from '../content.ts'
import { issuerInHeader, readJwtClaims } from '../jwt/claims.ts'
import { requireMediaType } from '../jwt/header.ts'
import { requireContexts } from '../model/contexts.ts'
import { readCredential } from '../model/credential.ts'
import { readDateTime } from '../model/date-time.ts'
import { identifierOf, valuesOf } from '../model/identifiers.ts'
import { refusal } from '../model/refusal.ts'
import { readTypes } from '../model/types.ts'
import { requireNoLegacyClaims, requireSameIssuer } from '../secured-claims.ts'

/**
 * What is needed to judge a credential is never for its holder to withhold (VC-JOSE-COSE §3.2.1): neither the members, nor
 * anything below them but what a person might read of the issuer.
 */
export const openMembers: readonly string[] = Object.freeze([
  ...[
    '@context',
    'type',
    'issuer',
    'validFrom',
    'validUntil',
    'credentialStatus',
    'credentialSchema',
    'relatedResource',
  ],
  ...['iss', 'nbf', 'exp', 'cnf'],
])

/** The rules of `vc+sd-jwt` beyond RFC 9901. */
export function vcSdJwtProfile(leniencies: readonly string[] = []): SdJwtProfile {
  return {
    format: 'vc+sd-jwt',
    parameters: {},
    checkHeader: (header) => {
      requireMediaType(header, 'vc+sd-jwt')
      return undefined
    },
    checkPayload: (payload, { headers }) => {
      requireNoLegacyClaims(payload)
      requireContexts(payload, [])
      readTypes(payload, [])
      requireSameIssuer({ issuer: issuerOf(payload) }, ownMember(payload, 'iss'), ...headers.map(issuerInHeader))
      for (const name of openMembers) {
        if (hasDigests(ownMember(payload, name))) throw new Refusal('claim_not_disclosable', { path: [name] })
      }
    },
    checkProcessed: ({ payload, placed, withheld }) => {
      const hidden = placed.find(({ path }) => openMembers.includes(path[0] as string))
      if (hidden !== undefined) throw new Refusal('claim_not_disclosable', { path: hidden.path })
      readCredential(payload, {
        withheld: [...withheld.members, ...withheld.elements.map((path) => path.slice(0, -1))],
      })
    },
    readIssuer: issuerOf,
    readValidity: (payload) => {
      const period = { validFrom: readDateTime(payload, 'validFrom'), validUntil: readDateTime(payload, 'validUntil') }
      return validityOf(period, readJwtClaims(payload, leniencies))
    },
    describe: (payload) => {
      const types = valuesOf(ownMember(payload, 'type')) as readonly string[]
      const status = valuesOf(ownMember(payload, 'credentialStatus')).filter(isJsonObject)
      return { ...describeTypes({ types }), statusReferences: status.map(statusReferenceOf) }
    },
  }
}

function issuerOf(payload: JsonObject): string {
  const issuer = identifierOf(ownMember(payload, 'issuer'))
  if (issuer === undefined) throw refusal('credential_issuer_malformed', ['issuer'])
  return issuer
}

function hasDigests(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasDigests)
  if (!isJsonObject(value)) return false
  return Object.hasOwn(value, '_sd') || Object.hasOwn(value, '...') || Object.values(value).some(hasDigests)
}

/** Whether the first part of an SD-JWT names this media type: others look the same from outside. */
export function namesMediaType(input: unknown, type: string): boolean | 'surely' {
  if (typeof input !== 'string' || !input.includes('~')) return false
  const [protectedText = '', payloadText = ''] = input.split('~', 1)[0]?.split('.') ?? []
  if (protectedText === '' || protectedText.length > 4_096) return false
  try {
    if (!typeHeaderIs(parseProtectedHeader(protectedText), type)) return false
    // Drafts of SD-JWT VC had the same name: a W3C document has contexts.
    return decodeBase64urlText(payloadText).includes('"@context"') ? 'surely' : true
  } catch (cause) {
    // What is wrong with it is said when it is read.
    if (cause instanceof Refusal) return true
    throw cause
  }
}
