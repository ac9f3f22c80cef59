import {
  bearer,
  type ClaimPath,
  type Encoded,
  ignoreStatus,
  type Policy,
  type StatusResolver,
} from '@hashikake/credential'
import { keyAgreementFromJwk } from '@hashikake/crypto/key-agreement'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import * as mdoc from '@hashikake/mdoc'
import * as sdJwt from '@hashikake/sd-jwt'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import { statusLists } from '@hashikake/status'
import { entityHeldPower, type HeldPowerOptions } from '@hashikake/trust'
import { type CredentialSchemaOptions, credentialSchemas } from '@hashikake/vc/json-schema'
import { type KnownRecipient, openBadges } from '@hashikake/vc/open-badges'
import {
  issuers,
  maximumAge,
  memoryReplayStore,
  requiredClaims,
  types,
  verify,
  verifyPresentation,
} from '@hashikake/verifier'
import type { TestCase } from './case.ts'
import { mdocOptionsOf } from './hashikake-mdoc.ts'
import {
  challengeOf,
  contextOf,
  encodedInput,
  NotExpressible,
  profileOf,
  readOptions,
  requireSdJwt,
} from './hashikake-options.ts'
import { credentialTrustOf, trustOf } from './hashikake-trust.ts'
import { typeRulesOf } from './hashikake-type-metadata.ts'
import { isW3cFormat, w3cFormatOf } from './hashikake-w3c.ts'
import type { Outcome } from './implementation.ts'
import { typedClaims } from './mdoc-claims.ts'

type VerifyOptions = Parameters<typeof verify>[1]

export async function verifyCase(testCase: TestCase): Promise<Outcome> {
  const context = contextOf(testCase)
  const { leniencies } = readOptions(testCase)
  const challenge = challengeOf(testCase)
  const { audience, previous, readerKey } = testCase
  const options: VerifyOptions = {
    formats: [formatOf(testCase)],
    trust: credentialTrustOf(testCase),
    challenge,
    status: statusOf(testCase),
    leniencies,
    context,
    ...policiesOf(testCase),
    ...(audience === undefined ? {} : { audience }),
    ...(readerKey === undefined ? {} : { readerKey: keyAgreementFromJwk(readerKey) }),
    ...(previous === undefined || challenge === bearer ? {} : { replay: memoryReplayStore() }),
  }
  for (const input of previous ?? []) await verify(encodedInput(input), options)
  const input = encodedInput(testCase.input)
  if (testCase.expect.parts !== undefined) return verifyParts(input, options)
  return outcomeOf(input, await verify(input, options))
}

/** An answer of several credentials. */
async function verifyParts(answer: Encoded, options: VerifyOptions): Promise<Outcome> {
  const { accepted, parts } = await verifyPresentation(answer, options)
  const { leniencies = [] } = options
  const inputs = options.formats[0]?.parts?.(answer, { leniencies }).parts ?? [answer]
  return { accepted, parts: parts.map((part, i) => outcomeOf(inputs[i] as Encoded, part)) }
}

function outcomeOf(input: Encoded, result: Awaited<ReturnType<typeof verify>>): Outcome {
  if (!result.accepted) return { accepted: false, stage: result.stage, code: result.code }
  const { format, claims } = result.credential
  const skipped = result.checks.filter(({ outcome }) => outcome === 'skipped').map(({ name }) => name)
  return { accepted: true, claims: format === 'mso_mdoc' ? typedClaims(input, claims) : claims, output: { skipped } }
}

function formatOf(testCase: TestCase): VerifyOptions['formats'][number] {
  if (testCase.format === 'mso_mdoc') return mdoc.verification(mdocOptionsOf(testCase))
  if (isW3cFormat(testCase.format)) return w3cFormatOf(testCase.format, readOptions(testCase))
  const { reader } = readOptions(testCase)
  const profile = profileOf(testCase)
  if (requireSdJwt(testCase) === 'dc+sd-jwt') return sdJwtVc.verification({ ...reader, ...profile })
  if (profile.profile !== undefined) throw new NotExpressible('the profile is one of dc+sd-jwt')
  return sdJwt.verification(reader)
}

/** Lists are believed by whom the case trusts; where it has none, nobody is there to answer. */
function statusOf({ status, trust }: TestCase): StatusResolver | typeof ignoreStatus {
  return status === 'ignore' ? ignoreStatus : statusLists({ trust: trustOf(trust) })
}

const policyMakers: Readonly<Record<string, (parameters: JsonValue, testCase: TestCase) => Policy>> = {
  issuers: (allowed) => issuers(allowed as readonly string[]),
  types: (allowed) => types(allowed as readonly string[]),
  requiredClaims: (paths) => requiredClaims(paths as readonly ClaimPath[]),
  maximumAge: (seconds) => maximumAge(seconds as number),
  typeMetadata: typeRulesOf,
  credentialSchemas: (options, { trust }) =>
    credentialSchemas({
      ...(options as CredentialSchemaOptions),
      credentials: { formats: [w3cFormatOf('vc+jwt', { reader: {}, embedded: {} })], trust: trustOf(trust) },
    }),
  openBadges: (options, testCase) => openBadgesOf(options as unknown as OpenBadgesCase, testCase),
  awardingPower: (options) => entityHeldPower(options as unknown as HeldPowerOptions),
}

interface OpenBadgesCase {
  readonly endorsements?: { readonly unverified?: 'refused' | 'reported' }
  readonly recipient?: KnownRecipient
}

/** Endorsements are read by the formats of badges, and believed as the case says. */
function openBadgesOf({ endorsements, recipient }: OpenBadgesCase, testCase: TestCase): Policy {
  const options = readOptions({ ...testCase, format: 'ldp_vc' })
  const formats = (['jwt_vc_json', 'ldp_vc', 'vc+jwt'] as const).map((name) => w3cFormatOf(name, options))
  return openBadges({
    ...(recipient === undefined ? {} : { recipient }),
    ...(endorsements === undefined
      ? {}
      : { endorsements: { formats, trust: trustOf(testCase.trust), ...endorsements } }),
  })
}

function policiesOf(testCase: TestCase): Pick<VerifyOptions, 'policies' | 'signatures' | 'clockSkew'> {
  const { policies = {} } = testCase
  const made: Policy[] = []
  const options: JsonObject = {}
  for (const [name, parameters] of Object.entries(policies)) {
    if (Object.hasOwn(policyMakers, name))
      made.push((policyMakers[name] as (value: JsonValue, testCase: TestCase) => Policy)(parameters, testCase))
    else if (name === 'signatures' || name === 'clockSkew') Object.assign(options, { [name]: parameters })
    else if (name !== 'profile') throw new NotExpressible(`the API has no policy ${name}`)
  }
  return { ...options, policies: made }
}
