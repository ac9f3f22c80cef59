import { bearer, type ClaimPath, ignoreStatus, type Policy, type StatusResolver } from '@hashikake/credential'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import * as sdJwt from '@hashikake/sd-jwt'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import { statusLists } from '@hashikake/status'
import { entityHeldPower, type HeldPowerOptions } from '@hashikake/trust'
import { issuers, maximumAge, memoryReplayStore, requiredClaims, types, verify } from '@hashikake/verifier'
import type { TestCase } from './case.ts'
import {
  challengeOf,
  contextOf,
  encodedInput,
  NotExpressible,
  profileOf,
  readOptions,
  requireSdJwt,
} from './hashikake-options.ts'
import { trustOf } from './hashikake-trust.ts'
import { typeRulesOf } from './hashikake-type-metadata.ts'
import type { Outcome } from './implementation.ts'

type VerifyOptions = Parameters<typeof verify>[1]

export async function verifyCase(testCase: TestCase): Promise<Outcome> {
  const context = contextOf(testCase)
  const { leniencies } = readOptions(testCase)
  const challenge = challengeOf(testCase)
  const { audience, previous } = testCase
  const options: VerifyOptions = {
    formats: [formatOf(testCase)],
    trust: trustOf(testCase.trust),
    challenge,
    status: statusOf(testCase),
    leniencies,
    context,
    ...policiesOf(testCase),
    ...(audience === undefined ? {} : { audience }),
    ...(previous === undefined || challenge === bearer ? {} : { replay: memoryReplayStore() }),
  }
  for (const input of previous ?? []) await verify(encodedInput(input), options)
  const result = await verify(encodedInput(testCase.input), options)
  if (!result.accepted) return { accepted: false, stage: result.stage, code: result.code }
  return { accepted: true, claims: result.credential.claims }
}

function formatOf(testCase: TestCase): VerifyOptions['formats'][number] {
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

const policyMakers: Readonly<Record<string, (parameters: JsonValue) => Policy>> = {
  issuers: (allowed) => issuers(allowed as readonly string[]),
  types: (allowed) => types(allowed as readonly string[]),
  requiredClaims: (paths) => requiredClaims(paths as readonly ClaimPath[]),
  maximumAge: (seconds) => maximumAge(seconds as number),
  typeMetadata: typeRulesOf,
  awardingPower: (options) => entityHeldPower(options as unknown as HeldPowerOptions),
}

function policiesOf({ policies = {} }: TestCase): Pick<VerifyOptions, 'policies' | 'signatures' | 'clockSkew'> {
  const made: Policy[] = []
  const options: JsonObject = {}
  for (const [name, parameters] of Object.entries(policies)) {
    if (Object.hasOwn(policyMakers, name)) made.push((policyMakers[name] as (value: JsonValue) => Policy)(parameters))
    else if (name === 'signatures' || name === 'clockSkew') Object.assign(options, { [name]: parameters })
    else if (name !== 'profile') throw new NotExpressible(`the API has no policy ${name}`)
  }
  return { ...options, policies: made }
}
