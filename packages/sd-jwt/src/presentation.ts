import {
  bearer,
  type ClaimPath,
  type Context,
  type CredentialContent,
  type Encoded,
  type Inspection,
  type PresentationFormat,
  type PresentRequest,
  selectClaims,
} from '@hashikake/credential'
import { parseProtectedHeader } from '@hashikake/crypto/jws'
import { sameKey } from '@hashikake/crypto/keys'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { type JsonObject, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import { decodeDisclosure } from './disclosure.ts'
import { digestLengths, hashAlgorithms, readHashAlgorithm } from './hash.ts'
import { parseKeyBinding, signKeyBinding } from './key-binding.ts'
import { defaultLimits, type Limits, requireLength } from './limits.ts'
import { type PlacedDisclosure, type Processed, processPayload } from './processing.ts'
import type { SdJwtProfile } from './profile.ts'
import { type ReaderOptions, sdJwtReader } from './reader.ts'
import { readHolderKey } from './registered-claims.ts'
import { compactForm, type SerializedSdJwt, writeSerialization } from './serialization.ts'
import { parseSerialization } from './taking-apart.ts'

/** How a holder takes, lays open and shows SD-JWTs of a profile. */
export function sdJwtPresentation<Name extends string>(
  name: Name,
  profile: SdJwtProfile,
  options: ReaderOptions = {},
): PresentationFormat<Name, CredentialContent<JsonObject>, string> {
  const reader = sdJwtReader(profile, options)
  const settings: OpenSettings = Object.freeze({
    hashes: Object.freeze([...(options.hashes ?? hashAlgorithms)]),
    limits: Object.freeze({ ...defaultLimits, ...options.limits }),
  })
  return Object.freeze({
    name,
    ...reader,
    inspect: inspectAs(name, settings),
    present: (input: Encoded, request: PresentRequest) => present(input, request, settings),
  })
}

/** What the reader bounds, opening without verifying bounds as well. */
type OpenSettings = Pick<Required<ReaderOptions>, 'hashes'> & { readonly limits: Limits }

interface Opened {
  readonly serialized: SerializedSdJwt
  readonly payload: JsonObject
  readonly processed: Processed
  readonly hash: (typeof hashAlgorithms)[number]
}

/** Opens without verifying: for the holder's own credentials, verified when they were received, and for looking into. */
async function open(input: Encoded, { engine }: Context, { hashes, limits }: OpenSettings): Promise<Opened> {
  if (typeof input !== 'string') throw new Refusal<SdJwtCode>('sd_jwt_malformed')
  requireLength(input, limits)
  const serialized = await parseSerialization(input, limits)
  const payload = parseJsonObject(decodeBase64urlText(serialized.payloadText))
  const hash = readHashAlgorithm(ownMember(payload, '_sd_alg'), hashes)
  const digests = await engine.digests(hash, serialized.disclosures)
  const processed = processPayload(payload, serialized.disclosures.map(decodeDisclosure), digests, {
    digestLength: digestLengths[hash],
    maxDepth: limits.depth,
  })
  return { serialized, payload, processed, hash }
}

function inspectAs(format: string, settings: OpenSettings): (input: Encoded, context: Context) => Promise<Inspection> {
  return async (input, context) => {
    const { serialized, processed } = await open(input, context, settings)
    const { keyBinding } = serialized
    return Object.freeze({
      format,
      headers: Object.freeze(serialized.signatures.map(({ protectedText }) => parseProtectedHeader(protectedText))),
      claims: processed.payload,
      disclosures: Object.freeze(
        processed.placed.map(({ disclosure, digest, path }) =>
          Object.freeze({ path, digest, encoded: disclosure.encoded }),
        ),
      ),
      unmatchedDigests: processed.digests - processed.placed.length,
      ...(keyBinding === undefined ? {} : { keyBinding: freezeDeep(parseKeyBinding(keyBinding).claims) }),
    })
  }
}

function freezeDeep<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freezeDeep)
  return value
}

async function present(input: Encoded, request: PresentRequest, settings: OpenSettings): Promise<string> {
  const { challenge, signer, context, signal } = request
  const { serialized, payload, processed, hash } = await open(input, context, settings)
  if (serialized.keyBinding !== undefined) throw new Refusal<SdJwtCode>('key_binding_unexpected')

  const disclosures = selectDisclosures(processed, request.disclose)
  const { serialization, payloadText, signatures } = serialized
  const parts = { serialization, payloadText, signatures, disclosures, keyBinding: undefined }
  if (challenge === bearer) return writeSerialization(parts)

  const holderKey = readHolderKey(ownMember(payload, 'cnf'), { required: true })
  if (holderKey === undefined) throw new Refusal<SdJwtCode>('confirmation_missing')
  if (signer === undefined) throw new TypeError('A key-bound presentation needs the signer of the holder: { signer }')
  if (!sameKey(signer.publicKey, holderKey)) throw new Refusal('holder_key_differs')
  const keyBinding = await signKeyBinding(compactForm(parts), {
    challenge,
    signer,
    hash,
    engine: context.engine,
    now: context.now() / 1000,
    ...(signal === undefined ? {} : { signal }),
  })
  return writeSerialization({ ...parts, keyBinding })
}

/**
 * The disclosures that the selection needs: on the way to each selected claim, of the claim, and of what it holds.
 * In the order of the digests, which are shuffled: the issuer's order would tell of its claims.
 */
function selectDisclosures({ payload, placed }: Processed, paths: readonly ClaimPath[]): readonly string[] {
  const root = placesOf(placed)
  const needed = new Uint8Array(placed.length)
  for (const path of paths) {
    const selected = selectClaims(payload, path)
    if (selected.length === 0) throw new Refusal('path_unmatched', { path })
    for (const claim of selected) markNeeded(root, claim.path, needed)
  }
  return placed.flatMap(({ disclosure }, i) => (needed[i] === 1 ? [disclosure.encoded] : []))
}

/** Disclosures by their place: a tree, so that selecting stays linear however many there are. */
interface Place {
  /** Which of the placed disclosures stands here. */
  index?: number
  isTaken?: boolean
  below?: Map<string | number | null, Place>
}

function placesOf(placed: readonly PlacedDisclosure[]): Place {
  const root: Place = {}
  for (let index = 0; index < placed.length; index++) {
    let place = root
    for (const step of (placed[index] as PlacedDisclosure).path) {
      place.below ??= new Map()
      let next = place.below.get(step)
      if (next === undefined) {
        next = {}
        place.below.set(step, next)
      }
      place = next
    }
    place.index = index
  }
  return root
}

function markNeeded(root: Place, path: ClaimPath, needed: Uint8Array): void {
  let place: Place | undefined = root
  for (const step of path) {
    place = place.below?.get(step)
    if (place === undefined) return
    if (place.index !== undefined) needed[place.index] = 1
  }
  markBelow(place, needed)
}

function markBelow(place: Place, needed: Uint8Array): void {
  if (place.isTaken === true || place.below === undefined) return
  place.isTaken = true
  for (const below of place.below.values()) {
    if (below.index !== undefined) needed[below.index] = 1
    markBelow(below, needed)
  }
}
