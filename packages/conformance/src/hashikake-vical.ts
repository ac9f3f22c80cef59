import type { Context, Evidence, KeyRequest } from '@hashikake/credential'
import { decodeBase64 } from '@hashikake/encoding/base64'
import { decodeBase64url } from '@hashikake/encoding/base64url'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { memorySequenceStore, type VerifyVicalOptions, verifyVical, vical } from '@hashikake/trust'
import type { TestCase } from './case.ts'
import { contextOf, jsonInput } from './hashikake-options.ts'
import type { Outcome } from './implementation.ts'

interface VicalInput {
  readonly list: string
  readonly clockSkew?: number
  readonly overdue?: number
  readonly previous?: readonly string[]
  readonly request?: { readonly docType: string; readonly chain: readonly string[] }
}

/** The operation `vical`: a list of issuing authorities alone, or whether it has a document signer trusted. */
export async function vicalCase(testCase: TestCase): Promise<Outcome> {
  const { list, clockSkew, overdue, previous = [], request } = jsonInput(testCase) as unknown as VicalInput
  const context = contextOf(testCase)
  const options = {
    anchors: (testCase.trust?.certificates ?? []).map(decodeBase64),
    sequences: memorySequenceStore(),
    name: 'vical',
    ...(clockSkew === undefined ? {} : { clockSkew }),
    ...(overdue === undefined ? {} : { overdue }),
  }
  for (const issue of previous) await verifyVical(decodeBase64url(issue), { ...options, context })
  const bytes = decodeBase64url(list)
  if (request !== undefined) return trustCase(bytes, request, options, context)
  const { provider, issueId, entries } = await verifyVical(bytes, { ...options, context })
  return { accepted: true, output: { provider, ...shown('issueId', issueId), entries: entries.length } }
}

async function trustCase(
  bytes: Uint8Array,
  { docType, chain }: NonNullable<VicalInput['request']>,
  options: Omit<VerifyVicalOptions, 'context'>,
  context: Context,
): Promise<Outcome> {
  const trust = vical({ ...options, list: { bytes } })
  const asked: KeyRequest = {
    purpose: 'credential',
    format: 'mso_mdoc',
    algorithms: ['ES256'],
    type: docType,
    certificates: chain.map(decodeBase64),
  }
  try {
    const [candidate] = await trust.findKeys(asked, context)
    if (candidate === undefined) return { accepted: false, stage: 'trust', code: 'key_unknown' }
    const decision = await trust.decide(asked, candidate, context)
    if (!decision.trusted) return { accepted: false, stage: 'trust', code: decision.code }
    const [entry, list] = decision.evidence as readonly [Evidence, Evidence]
    const { docTypes } = entry
    const { provider, issueId } = list
    return {
      accepted: true,
      output: { ...shown('docTypes', docTypes), ...shown('provider', provider), ...shown('issueId', issueId) },
    }
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return { accepted: false, stage: 'trust', code: thrown.code }
  }
}

function shown(name: string, value: JsonValue | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value }
}
