import { bearer, type ClaimPath, type PresentationFormat } from '@hashikake/credential'
import type { JsonObject } from '@hashikake/encoding/json'
import { present, receive } from '@hashikake/holder'
import * as sdJwt from '@hashikake/sd-jwt'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import type { CaseInput, TestCase } from './case.ts'
import { publicKeyOf, signerOf } from './hashikake-issue.ts'
import {
  challengeOf,
  contextOf,
  encodedInput,
  jsonInput,
  profileOf,
  readOptions,
  requireSdJwt,
} from './hashikake-options.ts'
import { trustOf } from './hashikake-trust.ts'
import { typeRulesOf } from './hashikake-type-metadata.ts'
import type { Outcome } from './implementation.ts'

/** `{ credential, holderKey }`: the key asked for, or `"bearer"`. */
export async function receiveCase(testCase: TestCase): Promise<Outcome> {
  const { credential, holderKey } = jsonInput(testCase) as unknown as {
    credential: CaseInput
    holderKey: JsonObject | 'bearer'
  }
  const { clockSkew, typeMetadata } = testCase.policies ?? {}
  const result = await receive(encodedInput(credential), {
    formats: [formatOf(testCase)],
    trust: trustOf(testCase.trust),
    holderKey: holderKey === 'bearer' ? bearer : publicKeyOf(holderKey),
    leniencies: readOptions(testCase).leniencies,
    context: contextOf(testCase),
    ...(typeof clockSkew === 'number' ? { clockSkew } : {}),
    ...(typeMetadata === undefined ? {} : { policies: [typeRulesOf(typeMetadata)] }),
  })
  if (!result.accepted) return { accepted: false, stage: result.stage, code: result.code }
  const { claims, disclosable } = result.credential
  return { accepted: true, claims, output: { disclosable } }
}

/** `{ credential, disclose, holderKey }`: claim paths, and the private key that answers the challenge. */
export async function presentCase(testCase: TestCase): Promise<Outcome> {
  const { credential, disclose, holderKey } = jsonInput(testCase) as unknown as {
    credential: CaseInput
    disclose: readonly ClaimPath[]
    holderKey?: JsonObject
  }
  const format = formatOf(testCase)
  const selection = {
    credential: { format: format.name, encoded: encodedInput(credential) },
    disclose,
    ...(holderKey === undefined ? {} : { signer: await signerOf(holderKey) }),
  }
  const [presentation] = await present([selection], {
    formats: [format],
    challenge: challengeOf(testCase),
    context: contextOf(testCase),
  })
  return { accepted: true, output: { text: presentation as string } }
}

function formatOf(testCase: TestCase): PresentationFormat {
  const { reader } = readOptions(testCase)
  if (requireSdJwt(testCase) === 'sd-jwt') return sdJwt.presentation(reader)
  return sdJwtVc.presentation({ ...reader, ...profileOf(testCase) })
}
