import {
  type Authenticated,
  bearer,
  begin,
  type CredentialContent,
  type CredentialReader,
  type Encoded,
  isPromise,
  type KeyCandidate,
  type KeyRequest,
  leave,
  type Parsed,
  type PlannedCheck,
  planCheck,
  type ReadRequest,
  skip,
} from '@hashikake/credential'
import { defaultAlgorithms, type HashAlgorithm, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import type { MaybePromise } from '@hashikake/crypto/engine'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { type JsonObject, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import { type Disclosure, decodeDisclosure } from './disclosure.ts'
import { digestLengths, hashAlgorithms, readHashAlgorithm } from './hash.ts'
import {
  findSigners,
  type ReadSignature,
  readSignature,
  type UsableSignature,
  usableSignatures,
} from './issuer-signature.ts'
import {
  checkKeyBindingClaims,
  type ExpectedBinding,
  expectedBinding,
  type KeyBindingJwt,
  parseKeyBinding,
  verifyKeyBindingSignature,
} from './key-binding.ts'
import { defaultLimits, type Limits, requireLength } from './limits.ts'
import { type Processed, processPayload } from './processing.ts'
import type { SdJwtProfile } from './profile.ts'
import { readAudience, readHolderKey, readIssuer, readValidity } from './registered-claims.ts'
import { looksLikeSdJwt, type SerializedSdJwt } from './serialization.ts'
import { parseSerialization } from './taking-apart.ts'

export interface ReaderOptions {
  /** Signature algorithms to accept, of issuers and holders; ES256, ES384, ES512, EdDSA and Ed25519 unless given. */
  readonly algorithms?: readonly SignatureAlgorithm[]
  /** Hashes to accept in `_sd_alg`; all three unless given. */
  readonly hashes?: readonly HashAlgorithm[]
  /** The oldest Key Binding JWT that is accepted, in seconds; 300 unless given. */
  readonly keyBindingMaxAge?: number
  readonly limits?: Partial<Limits>
}

interface Settings {
  readonly algorithms: readonly SignatureAlgorithm[]
  readonly hashes: readonly HashAlgorithm[]
  readonly keyBindingMaxAge: number
  readonly limits: Limits
}

const structure: PlannedCheck = planCheck('parse', 'structure')
const claims: PlannedCheck = planCheck('parse', 'claims')
const algorithm: PlannedCheck = planCheck('authenticate', 'algorithm')
const issuerSignature: PlannedCheck = planCheck('authenticate', 'issuer_signature')
const disclosuresMatch: PlannedCheck = planCheck('authenticate', 'disclosures')
const keyBinding: PlannedCheck = planCheck('authenticate', 'key_binding')

const checks: readonly PlannedCheck[] = Object.freeze([
  structure,
  claims,
  algorithm,
  issuerSignature,
  disclosuresMatch,
  keyBinding,
])

/** Reads SD-JWTs by RFC 9901 and what a profile adds to it. */
export function sdJwtReader(
  profile: SdJwtProfile,
  options: ReaderOptions = {},
): CredentialReader<CredentialContent<JsonObject>> {
  const settings: Settings = Object.freeze({
    algorithms: Object.freeze([...(options.algorithms ?? defaultAlgorithms)]),
    hashes: Object.freeze([...(options.hashes ?? hashAlgorithms)]),
    keyBindingMaxAge: options.keyBindingMaxAge ?? 300,
    limits: Object.freeze({ ...defaultLimits, ...options.limits }),
  })
  // A bound that is no number would bound nothing.
  const bounds = [settings.keyBindingMaxAge, ...Object.values(settings.limits)]
  if (!bounds.every((bound) => Number.isFinite(bound) && bound >= 0)) {
    throw new TypeError('keyBindingMaxAge and limits take numbers')
  }
  return {
    checks,
    parameters: { ...profile.parameters, ...settings } as unknown as JsonObject,
    recognizes: looksLikeSdJwt,
    parse: (input: Encoded, request: ReadRequest) => parse(input, { profile, settings, request }),
  }
}

interface Reading {
  readonly profile: SdJwtProfile
  readonly settings: Settings
  readonly request: ReadRequest
}

/** All that was read before anything is believed. */
interface Read {
  readonly serialized: SerializedSdJwt
  readonly signatures: readonly ReadSignature[]
  readonly payload: JsonObject
  readonly disclosures: readonly Disclosure[]
  readonly binding: KeyBindingJwt | undefined
  readonly expected: ExpectedBinding | undefined
  readonly holderKey: PublicJwk | undefined
  readonly leniencies: readonly string[]
}

function parse(input: Encoded, reading: Reading): MaybePromise<Parsed<CredentialContent<JsonObject>>> {
  const { settings, request } = reading
  const { load } = reading.profile
  if (load !== undefined) return load().then((profile) => parse(input, { ...reading, profile }))
  begin(request.progress, structure)
  if (typeof input !== 'string') throw new Refusal<SdJwtCode>('sd_jwt_malformed')
  requireLength(input, settings.limits)
  const serializing = parseSerialization(input, settings.limits)
  if (isPromise(serializing)) return serializing.then((serialized) => read(serialized, reading))
  return read(serializing, reading)
}

function read(
  serialized: SerializedSdJwt,
  reading: Reading,
  readX5c?: Parameters<typeof readSignature>[1],
): MaybePromise<Parsed<CredentialContent<JsonObject>>> {
  const { profile, settings, request } = reading
  const { progress, challenge } = request
  const expected = challenge === bearer ? undefined : expectedBinding(challenge)
  profile.checkSerialization?.(serialized)
  requireBindingAsExpected(serialized, expected)
  const signatures = serialized.signatures.map((signature) => readSignature(signature, readX5c))
  if (readX5c === undefined && signatures.some(({ header }) => Object.hasOwn(header, 'x5c'))) {
    return import('./certificates.ts').then(({ readCertificates }) => read(serialized, reading, readCertificates))
  }
  const payload = parseJsonObject(decodeBase64urlText(serialized.payloadText))
  const disclosures = serialized.disclosures.map(decodeDisclosure)
  const binding = serialized.keyBinding === undefined ? undefined : parseKeyBinding(serialized.keyBinding)

  begin(progress, claims)
  const leniencies = signatures.flatMap(({ header }) => profile.checkHeader(header, request.leniencies) ?? [])
  profile.checkPayload?.(payload, {
    isShownUnbound: expected === undefined && request.from === 'holder',
    headers: signatures.map(({ header }) => header),
  })
  const holderKey = readHolderKey(ownMember(payload, 'cnf'), { required: expected !== undefined })
  const { type, otherTypes } = profile.describe(payload)
  const issuer = (profile.readIssuer ?? readIssuer)(payload)

  begin(progress, algorithm)
  const signer = { format: profile.format, issuer, type, otherTypes }
  const rule = { algorithms: settings.algorithms, rule: request.signatures }
  const usable = usableSignatures(signatures, signer, rule)
  const all = { serialized, signatures, payload, disclosures, binding, expected, holderKey, leniencies }
  return {
    keyRequests: usable.map(({ keyRequest }) => keyRequest) as [KeyRequest, ...KeyRequest[]],
    authenticate: (keys) => authenticate(all, usable, keys, reading),
  }
}

/** Whether key binding is demanded is the verifier's word alone, never the input's (RFC 9901 §7.3-1). */
function requireBindingAsExpected({ keyBinding }: SerializedSdJwt, expected: ExpectedBinding | undefined): void {
  if (expected === undefined && keyBinding !== undefined) throw new Refusal<SdJwtCode>('key_binding_unexpected')
  if (expected !== undefined && keyBinding === undefined) throw new Refusal<SdJwtCode>('key_binding_missing')
}

async function authenticate(
  read: Read,
  usable: readonly UsableSignature[],
  keys: readonly (readonly KeyCandidate[])[],
  reading: Reading,
): Promise<Authenticated<CredentialContent<JsonObject>>> {
  const { profile, settings, request } = reading
  const { progress, context, mode } = request
  const { engine } = context
  const { binding, expected, holderKey } = read

  begin(progress, issuerSignature)
  const checkBinding = (): MaybePromise<boolean> => {
    if (holderKey === undefined) throw new Refusal<SdJwtCode>('confirmation_missing')
    return verifyKeyBindingSignature(binding as KeyBindingJwt, {
      holderKey,
      algorithms: settings.algorithms,
      engine,
      mode,
    })
  }
  // Both signatures go to the pool at once; the answers are still read in the order of the stages.
  const underway = mode === 'pool' && binding !== undefined ? startEarly(checkBinding) : undefined
  const finding = findSigners(usable, keys, request)
  const signedBy = isPromise(finding) ? await finding : finding

  begin(progress, disclosuresMatch)
  const hash = readHashAlgorithm(ownMember(read.payload, '_sd_alg'), settings.hashes)
  const { disclosures, presented } = read.serialized
  const digesting = engine.digests(hash, [...disclosures, presented])
  const digests = isPromise(digesting) ? await digesting : digesting
  const processed = processPayload(read.payload, read.disclosures, digests, {
    digestLength: digestLengths[hash],
    maxDepth: settings.limits.depth,
  })
  profile.checkProcessed?.(processed)
  const content = describeContent(profile, processed, holderKey)

  if (binding === undefined || expected === undefined) {
    skip(progress, keyBinding)
    return { content, signedBy, leniencies: read.leniencies }
  }
  begin(progress, keyBinding)
  const checking = underway ?? checkBinding()
  const isHolders = isPromise(checking) ? await checking : checking
  if (!isHolders) throw new Refusal<SdJwtCode>('key_binding_signature_invalid')
  checkKeyBindingClaims(binding, expected, {
    sdHash: digests[disclosures.length] as string,
    now: request.now,
    clockSkew: request.clockSkew,
    maxAge: settings.keyBindingMaxAge,
  })
  leave(progress)
  const { clockSkew } = request
  return {
    content,
    signedBy,
    leniencies: read.leniencies,
    answerableUntil: (binding.claims.iat as number) + settings.keyBindingMaxAge + 2 * clockSkew,
  }
}

function startEarly(check: () => MaybePromise<boolean>): Promise<boolean> {
  const started = (async () => check())()
  // Its refusal is read later, or never where an earlier check refuses.
  started.catch(() => {})
  return started
}

function describeContent(
  profile: SdJwtProfile,
  { payload, placed, withheld }: Processed,
  holderKey: PublicJwk | undefined,
): CredentialContent<JsonObject> {
  return Object.freeze({
    claims: payload,
    validity: (profile.readValidity ?? readValidity)(payload),
    audience: readAudience(payload),
    holderKey,
    disclosed: Object.freeze(placed.map(({ path }) => path)),
    withheld,
    ...profile.describe(payload),
  })
}
