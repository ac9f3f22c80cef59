import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { requireContexts, requireTypesMapped } from './contexts.ts'
import { type CredentialFacts, readCredential } from './credential.ts'
import { type Envelope, isEnvelope, readEnvelope } from './enveloped.ts'
import { identifierOf, requireIdentifier, valuesOf } from './identifiers.ts'
import { type Place, placed, refusal } from './refusal.ts'
import { readTypes } from './types.ts'

/** A credential as it stands in a presentation. */
export type PresentedCredential =
  | { readonly kind: 'enveloped'; readonly envelope: Envelope }
  /** Secured by a proof of its own. */
  | { readonly kind: 'embedded'; readonly document: JsonObject }
  /** The holder's own word, secured by the presentation alone (VCDM 2.0 §4.13.4). */
  | { readonly kind: 'self-asserted'; readonly document: JsonObject }

/** What a presentation says that everybody has to understand (VCDM 2.0 §4.13). */
export interface PresentationFacts {
  readonly types: readonly string[]
  /** The holder's URL. */
  readonly holder?: string
  readonly credentials: readonly PresentedCredential[]
}

/**
 * Checks a presentation, and the credentials that stand open in it, against the data model (VCDM 2.0 §4.13).
 *
 * @param document - the presentation as parsed JSON
 * @param options.readEmbedded - how credentials that stand open in it are checked; as those of version 2 unless given
 * @throws {Refusal} `holder_malformed`, `presented_credential_malformed`, `presented_credential_unsecured`,
 *   `envelope_malformed`, and the codes of {@link readCredential}
 */
export function readPresentation(
  document: JsonObject,
  { readEmbedded = readCredential }: { readonly readEmbedded?: (document: JsonObject) => CredentialFacts } = {},
): PresentationFacts {
  if (!isJsonObject(document)) throw refusal('object_malformed')
  requireContexts(document, [])
  requireIdentifier(document, [])
  const types = readTypes(document, [])
  if (!types.includes('VerifiablePresentation')) throw refusal('type_missing', ['type'])
  requireTypesMapped(types, document, [])
  const holder = readHolder(document)
  for (const [index, terms] of valuesOf(ownMember(document, 'termsOfUse')).entries()) {
    if (!isJsonObject(terms)) throw refusal('object_malformed', ['termsOfUse', index])
    readTypes(terms, ['termsOfUse', index])
  }
  const presented = valuesOf(ownMember(document, 'verifiableCredential'))
  const credentials = presented.map((one, index) =>
    readPresented(one, { holder, readEmbedded }, ['verifiableCredential', index]),
  )
  return Object.freeze({
    types: Object.freeze([...types]),
    ...(holder === undefined ? {} : { holder }),
    credentials: Object.freeze(credentials),
  })
}

function readHolder(document: JsonObject): string | undefined {
  const value = ownMember(document, 'holder')
  const holder = identifierOf(value)
  if (value !== undefined && holder === undefined) throw refusal('holder_malformed', ['holder'])
  return holder
}

interface Reading {
  readonly holder: string | undefined
  readonly readEmbedded: (document: JsonObject) => CredentialFacts
}

function readPresented(value: JsonValue, { holder, readEmbedded }: Reading, place: Place): PresentedCredential {
  if (!isJsonObject(value)) throw refusal('presented_credential_malformed', place)
  if (isEnvelope(value, 'EnvelopedVerifiableCredential')) {
    return Object.freeze({ kind: 'enveloped', envelope: readEnvelope(value, 'EnvelopedVerifiableCredential', place) })
  }
  const { issuer } = readPlaced(value, readEmbedded, place)
  if (ownMember(value, 'proof') !== undefined) return Object.freeze({ kind: 'embedded', document: value })
  // §4.13: what stands here is secured; without a proof of its own, only the holder's own word is, by the presentation.
  if (holder === undefined || issuer !== holder) throw refusal('presented_credential_unsecured', place)
  return Object.freeze({ kind: 'self-asserted', document: value })
}

/** The same checks as for a credential alone, their paths those of the presentation. */
function readPlaced(value: JsonObject, readEmbedded: Reading['readEmbedded'], place: Place): CredentialFacts {
  try {
    return readEmbedded(value)
  } catch (cause) {
    throw placed(cause, place)
  }
}
