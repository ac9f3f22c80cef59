import { bearer, type ClaimPath, type Claims, type PresentationFormat } from '@hashikake/credential'
import { type KeyAgreement, keyAgreementFromJwk } from '@hashikake/crypto/key-agreement'
import type { Signer } from '@hashikake/crypto/signers'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import type { JsonObject } from '@hashikake/encoding/json'
import { present, receive, type Selection } from '@hashikake/holder'
import * as mdoc from '@hashikake/mdoc'
import * as sdJwt from '@hashikake/sd-jwt'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import type { CaseInput, TestCase } from './case.ts'
import { publicKeyOf, signerOf } from './hashikake-issue.ts'
import { mdocOptionsOf } from './hashikake-mdoc.ts'
import {
  challengeOf,
  contextOf,
  encodedInput,
  jsonInput,
  profileOf,
  readOptions,
  requireSdJwt,
  usedRightly,
} from './hashikake-options.ts'
import { credentialTrustOf } from './hashikake-trust.ts'
import { typeRulesOf } from './hashikake-type-metadata.ts'
import type { Outcome } from './implementation.ts'
import { readSpelled, typedClaims } from './mdoc-claims.ts'

/** `{ credential, holderKey }`: the key asked for, or `"bearer"`. */
export async function receiveCase(testCase: TestCase): Promise<Outcome> {
  const { credential, holderKey } = jsonInput(testCase) as unknown as {
    credential: CaseInput
    holderKey: JsonObject | 'bearer'
  }
  const { clockSkew, typeMetadata } = testCase.policies ?? {}
  const result = await receive(encodedInput(credential), {
    formats: [formatOf(testCase)],
    trust: credentialTrustOf(testCase),
    holderKey: holderKey === 'bearer' ? bearer : publicKeyOf(holderKey),
    leniencies: readOptions(testCase).leniencies,
    context: contextOf(testCase),
    ...(typeof clockSkew === 'number' ? { clockSkew } : {}),
    ...(typeMetadata === undefined ? {} : { policies: [typeRulesOf(typeMetadata)] }),
  })
  if (!result.accepted) return { accepted: false, stage: result.stage, code: result.code }
  const { claims, disclosable } = result.credential
  const typed = testCase.format === 'mso_mdoc' ? typedClaims(encodedInput(credential), claims) : claims
  return { accepted: true, claims: typed, output: { disclosable } }
}

/** `{ credential, disclose, holderKey }`: claim paths, and the private key that answers the challenge. */
interface PresentInput {
  readonly credential: CaseInput
  readonly disclose: readonly ClaimPath[]
  readonly holderKey?: JsonObject
  /** For an mdoc: whether the holder's key makes a MAC with this public key of the verifier, and what it vouches for. */
  readonly macWith?: JsonObject
  readonly holderClaims?: JsonObject
  /** For mdocs: what else goes into the same answer. */
  readonly together?: readonly PresentInput[]
}

export async function presentCase(testCase: TestCase): Promise<Outcome> {
  const { together = [], ...first } = jsonInput(testCase) as unknown as PresentInput
  const format = formatOf(testCase)
  const selections = await Promise.all([first, ...together].map((one) => selectionOf(one, format)))
  const { macWith } = first
  const shown = await usedRightly(testCase, () =>
    present(selections, {
      formats: [format],
      challenge: challengeOf(testCase),
      context: contextOf(testCase),
      ...(macWith === undefined ? {} : { readerKey: publicKeyOf(macWith) }),
    }),
  )
  const [presentation] = together.length === 0 ? shown : [mdoc.joinDeviceResponses(shown as readonly Uint8Array[])]
  const output =
    presentation instanceof Uint8Array ? { base64url: encodeBase64url(presentation) } : { text: presentation as string }
  return { accepted: true, output }
}

async function selectionOf(input: PresentInput, format: PresentationFormat): Promise<Selection> {
  const { credential, disclose, holderKey, macWith, holderClaims } = input
  return {
    credential: { format: format.name, encoded: encodedInput(credential) },
    disclose,
    ...(holderKey === undefined ? {} : await proverOf(holderKey, macWith)),
    ...(holderClaims === undefined ? {} : { holderClaims: readSpelled(holderClaims) as unknown as Claims }),
  }
}

async function proverOf(
  holderKey: JsonObject,
  macWith: JsonObject | undefined,
): Promise<{ readonly signer: Signer } | { readonly keyAgreement: KeyAgreement }> {
  return macWith === undefined
    ? { signer: await signerOf(holderKey) }
    : { keyAgreement: keyAgreementFromJwk(holderKey) }
}

function formatOf(testCase: TestCase): PresentationFormat {
  if (testCase.format === 'mso_mdoc') return mdoc.presentation(mdocOptionsOf(testCase))
  const { reader } = readOptions(testCase)
  if (requireSdJwt(testCase) === 'sd-jwt') return sdJwt.presentation(reader)
  return sdJwtVc.presentation({ ...reader, ...profileOf(testCase) })
}
