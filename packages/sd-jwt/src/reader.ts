import {
  type Authenticated,
  bearer,
  begin,
  type CredentialContent,
  type CredentialReader,
  type Encoded,
  type FailureCode,
  isPromise,
  type KeyCandidate,
  type KeyRequest,
  leave,
  type Parsed,
  type PlannedCheck,
  planCheck,
  type ReadRequest,
  type SignedBy,
  skip,
} from '@hashikake/credential'
import { defaultAlgorithms, type HashAlgorithm, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import type { MaybePromise } from '@hashikake/crypto/engine'
import { checkHeader, type JoseHeader, parseProtectedHeader } from '@hashikake/crypto/jws'
import { keyFitsAlgorithm, type PublicJwk, sameKey } from '@hashikake/crypto/keys'
import { decodeBase64url, decodeBase64urlText } from '@hashikake/encoding/base64url'
import { type JsonObject, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import { type Disclosure, decodeDisclosure } from './disclosure.ts'
import { digestLengths, hashAlgorithms, readHashAlgorithm } from './hash.ts'
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
import { looksLikeSdJwt, parseSerialization, type SerializedSdJwt, type SerializedSignature } from './serialization.ts'
import { describeKey, type SignerHeader } from './signer-header.ts'

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
export function sdJwtReader(profile: SdJwtProfile, options: ReaderOptions = {}): CredentialReader<CredentialContent> {
  const settings: Settings = Object.freeze({
    algorithms: Object.freeze([...(options.algorithms ?? defaultAlgorithms)]),
    hashes: Object.freeze([...(options.hashes ?? hashAlgorithms)]),
    keyBindingMaxAge: options.keyBindingMaxAge ?? 300,
    limits: Object.freeze({ ...defaultLimits, ...options.limits }),
  })
  return {
    checks,
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

interface ReadSignature extends SignerHeader {
  readonly header: JoseHeader
  readonly signingInput: string
  readonly signature: Uint8Array
}

/** A signature with an allowed algorithm, and what it says of its signer. */
interface UsableSignature {
  readonly signature: ReadSignature
  readonly algorithm: SignatureAlgorithm
  readonly keyRequest: KeyRequest
}

function parse(input: Encoded, reading: Reading): Parsed<CredentialContent> {
  const { profile, settings, request } = reading
  const { progress, challenge } = request
  const expected = challenge === bearer ? undefined : expectedBinding(challenge)

  begin(progress, structure)
  if (typeof input !== 'string') throw new Refusal<SdJwtCode>('sd_jwt_malformed')
  requireLength(input, settings.limits)
  const serialized = parseSerialization(input, settings.limits)
  profile.checkSerialization?.(serialized)
  requireBindingAsExpected(serialized, expected)
  const signatures = serialized.signatures.map(readSignature)
  const payload = parseJsonObject(decodeBase64urlText(serialized.payloadText))
  const disclosures = serialized.disclosures.map(decodeDisclosure)
  const binding = serialized.keyBinding === undefined ? undefined : parseKeyBinding(serialized.keyBinding)

  begin(progress, claims)
  const leniencies = signatures.flatMap(({ header }) => profile.checkHeader(header, request.leniencies) ?? [])
  profile.checkPayload?.(payload, { isShownUnbound: expected === undefined && request.from === 'holder' })
  const holderKey = readHolderKey(ownMember(payload, 'cnf'), { required: expected !== undefined })
  const issuer = readIssuer(payload)
  const { type } = profile.describe(payload)

  begin(progress, algorithm)
  const usable = usableSignatures(signatures, { issuer, type }, reading)
  const read = { serialized, signatures, payload, disclosures, binding, expected, holderKey, leniencies }
  return {
    keyRequests: usable.map(({ keyRequest }) => keyRequest) as [KeyRequest, ...KeyRequest[]],
    authenticate: (keys) => authenticate(read, usable, keys, reading),
  }
}

/** Whether key binding is demanded is the verifier's word alone, never the input's (RFC 9901 §7.3-1). */
function requireBindingAsExpected({ keyBinding }: SerializedSdJwt, expected: ExpectedBinding | undefined): void {
  if (expected === undefined && keyBinding !== undefined) throw new Refusal<SdJwtCode>('key_binding_unexpected')
  if (expected !== undefined && keyBinding === undefined) throw new Refusal<SdJwtCode>('key_binding_missing')
}

function readSignature(serialized: SerializedSignature): ReadSignature {
  const { protectedText, signatureText, signingInput, unprotectedNames } = serialized
  const header = parseProtectedHeader(protectedText)
  // RFC 7515 §7.2.1: a parameter stands in one of the headers only; §4.1.11: critical ones never in the unprotected one.
  if (unprotectedNames.some((name) => name === 'crit' || name === 'b64' || Object.hasOwn(header, name))) {
    throw new Refusal<SdJwtCode>('json_serialization_malformed')
  }
  const { kid, certificates } = describeKey(header)
  return {
    header,
    kid,
    certificates,
    signingInput,
    signature: decodeBase64url(signatureText),
  }
}

/** Under "at least so many", a signature with an algorithm that is not allowed does not count; otherwise it refuses. */
function usableSignatures(
  signatures: readonly ReadSignature[],
  signer: Pick<Required<KeyRequest>, 'issuer' | 'type'>,
  reading: Reading,
): readonly UsableSignature[] {
  const rule = reading.request.signatures
  if (rule === 'all') return signatures.map((signature) => useSignature(signature, signer, reading))
  const usable = signatures.flatMap((signature) => {
    try {
      return [useSignature(signature, signer, reading)]
    } catch {
      return []
    }
  })
  if (usable.length < rule.atLeast) throw new Refusal<FailureCode>('signatures_insufficient')
  return usable
}

function useSignature(
  signature: ReadSignature,
  { issuer, type }: Pick<Required<KeyRequest>, 'issuer' | 'type'>,
  { profile: { format }, settings }: Reading,
): UsableSignature {
  const { header, kid, certificates } = signature
  const name = checkHeader(header, settings)
  const keyRequest = { purpose: 'credential', format, algorithm: name, type, issuer, kid, certificates } as const
  return { signature, algorithm: name, keyRequest }
}

async function authenticate(
  read: Read,
  usable: readonly UsableSignature[],
  keys: readonly (readonly KeyCandidate[])[],
  reading: Reading,
): Promise<Authenticated<CredentialContent>> {
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
  return { content, signedBy, leniencies: read.leniencies }
}

function startEarly(check: () => MaybePromise<boolean>): Promise<boolean> {
  const started = (async () => check())()
  // Its refusal is read later, or never where an earlier check refuses.
  started.catch(() => {})
  return started
}

/** @throws {Refusal} `signature_invalid`, `signatures_insufficient` */
function findSigners(
  usable: readonly UsableSignature[],
  keys: readonly (readonly KeyCandidate[])[],
  request: ReadRequest,
): MaybePromise<readonly [SignedBy, ...SignedBy[]]> {
  const [signature] = usable as readonly [UsableSignature]
  const candidates = keys[0] as readonly KeyCandidate[]
  if (usable.length > 1 || candidates.length !== 1 || request.signatures !== 'all')
    return findSignersAmong(usable, keys, request)
  // By far the most frequent: one signature, and one key that may have made it.
  const [candidate] = candidates as readonly [KeyCandidate]
  const signedBy = (holds: boolean): readonly [SignedBy] => {
    if (!holds) throw new Refusal<FailureCode>('signature_invalid')
    return [{ request: signature.keyRequest, candidate }]
  }
  const holding = verifySignature(signature, candidate, request)
  return isPromise(holding) ? holding.then(signedBy) : signedBy(holding)
}

async function findSignersAmong(
  usable: readonly UsableSignature[],
  keys: readonly (readonly KeyCandidate[])[],
  request: ReadRequest,
): Promise<readonly [SignedBy, ...SignedBy[]]> {
  const { signatures } = request
  const signedBy: SignedBy[] = []
  for (const [i, signature] of usable.entries()) {
    for (const candidate of keys[i] as readonly KeyCandidate[]) {
      if (!(await verifySignature(signature, candidate, request))) continue
      // One key that signs twice is one signer.
      if (signatures === 'all' || !signedBy.some((other) => sameKey(other.candidate.key, candidate.key))) {
        signedBy.push({ request: signature.keyRequest, candidate })
      }
      break
    }
    if (signatures === 'all' && signedBy.length <= i) throw new Refusal<FailureCode>('signature_invalid')
  }
  if (signatures !== 'all' && signedBy.length < signatures.atLeast) {
    throw new Refusal<FailureCode>('signatures_insufficient')
  }
  return signedBy as [SignedBy, ...SignedBy[]]
}

function verifySignature(
  { algorithm, signature: { signingInput, signature } }: UsableSignature,
  { key }: KeyCandidate,
  { context, mode }: ReadRequest,
): MaybePromise<boolean> {
  if (keyFitsAlgorithm(key, algorithm, 'verify') !== undefined) return false
  return context.engine.verify(algorithm, key, signingInput, signature, mode)
}

function describeContent(
  profile: SdJwtProfile,
  { payload, placed }: Processed,
  holderKey: PublicJwk | undefined,
): CredentialContent {
  const { type, otherTypes, statusReferences } = profile.describe(payload)
  return {
    type,
    otherTypes,
    claims: payload,
    validity: readValidity(payload),
    audience: readAudience(payload),
    holderKey,
    disclosed: Object.freeze(placed.map(({ path }) => path)),
    statusReferences,
  }
}
