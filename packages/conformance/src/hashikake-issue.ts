import type { Context, CredentialDraft, IssuerIdentity } from '@hashikake/credential'
import type { HashAlgorithm } from '@hashikake/crypto/algorithms'
import { type PublicJwk, parsePublicJwk } from '@hashikake/crypto/keys'
import { type Signer, signerFromJwk } from '@hashikake/crypto/signers'
import { decodeBase64 } from '@hashikake/encoding/base64'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import { issue } from '@hashikake/issuer'
import * as mdoc from '@hashikake/mdoc'
import * as sdJwt from '@hashikake/sd-jwt'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import type { TestCase } from './case.ts'
import {
  contextOf,
  jsonInput,
  NotExpressible,
  profileOf,
  requireAlgorithm,
  requireSdJwt,
  usedRightly,
  WrongUse,
} from './hashikake-options.ts'
import type { Outcome } from './implementation.ts'
import { readSpelled } from './mdoc-claims.ts'

/** The members of an `issue` case's input that are not the draft's own. */
interface IssueInput {
  readonly issuer: SignerInput
  readonly cosigners?: readonly SignerInput[]
  readonly serialization?: sdJwt.Serialization
  readonly hash?: HashAlgorithm
  readonly typ?: string
}

interface SignerInput {
  readonly key: JsonObject
  readonly algorithm?: string
  readonly id?: string
  readonly kid?: string
  readonly certificates?: readonly string[]
}

export async function issueCase(testCase: TestCase): Promise<Outcome> {
  const input = jsonInput(testCase) as unknown as IssueInput
  const { issuer: issuerInput, cosigners, serialization, hash, typ, ...draft } = input
  const context = contextOf(testCase)
  const issuer = await identityOf(issuerInput)
  if (testCase.format === 'mso_mdoc') return issueMdoc(draft as JsonObject, { testCase, issuer, context })
  const options = {
    ...(serialization === undefined ? {} : { serialization }),
    ...(hash === undefined ? {} : { hash }),
    ...(cosigners === undefined ? {} : { cosigners: await Promise.all(cosigners.map(identityOf)) }),
  }
  const given = draftOf(draft as JsonObject)
  if (requireSdJwt(testCase) === 'sd-jwt') {
    const format = sdJwt.issuance({ ...options, ...(typ === undefined ? {} : { typ }) })
    return { accepted: true, output: { text: await issue(given as sdJwt.SdJwtDraft, { format, issuer, context }) } }
  }
  if (typ !== undefined) throw new NotExpressible('the typ of an SD-JWT VC is given')
  const format = sdJwtVc.issuance({ ...options, ...profileOf(testCase) })
  return { accepted: true, output: { text: await issue(given as sdJwtVc.SdJwtVcDraft, { format, issuer, context }) } }
}

async function issueMdoc(
  { digestAlgorithm, ...draft }: JsonObject,
  { testCase, issuer, context }: { testCase: TestCase; issuer: IssuerIdentity; context: Context },
): Promise<Outcome> {
  const { issuingAuthority } = testCase.options ?? {}
  const options = {
    ...(digestAlgorithm === undefined ? {} : { digestAlgorithm: digestAlgorithm as HashAlgorithm }),
    ...(issuingAuthority === undefined ? {} : { issuingAuthority: issuingAuthority as Record<string, string> }),
  }
  const encoded = await usedRightly(testCase, () =>
    issue(mdocDraftOf(draft), { format: mdoc.issuance(options), issuer, context }),
  )
  return { accepted: true, output: { base64url: encodeBase64url(encoded) } }
}

function mdocDraftOf(draft: JsonObject): mdoc.MdocDraft {
  const { namespaces, expectedUpdate, status, ...rest } = draft
  return {
    ...draftOf(rest),
    ...(namespaces === undefined ? {} : { namespaces: readSpelled(namespaces) }),
    ...(expectedUpdate === undefined ? {} : { expectedUpdate: new Date(expectedUpdate as string) }),
    ...(status === undefined ? {} : { status: readSpelled(status) }),
  } as unknown as mdoc.MdocDraft
}

async function identityOf({ key, algorithm, id, kid, certificates }: SignerInput): Promise<IssuerIdentity> {
  return {
    signer: await signerOf(key, algorithm),
    ...(id === undefined ? {} : { id }),
    ...(kid === undefined ? {} : { kid }),
    ...(certificates === undefined ? {} : { certificates: certificates.map(decodeBase64) }),
  }
}

/** A signer of a private JWK. */
export async function signerOf(key: JsonObject, algorithm?: string): Promise<Signer> {
  const options = algorithm === undefined ? {} : { algorithm: requireAlgorithm(algorithm) }
  try {
    return await signerFromJwk(key, options)
  } catch (thrown) {
    throw thrown instanceof TypeError ? new WrongUse(thrown.message, { cause: thrown }) : thrown
  }
}

/** Times and the holder's key are JSON in a case; what else a draft has, the API takes as it stands. */
function draftOf({ holderKey, issuedAt, notBefore, expires, ...rest }: JsonObject): CredentialDraft {
  const times = Object.entries({ issuedAt, notBefore, expires }).flatMap(([name, time]) =>
    time === undefined ? [] : [[name, new Date(time as string)] as const],
  )
  return {
    ...rest,
    ...Object.fromEntries(times),
    ...(holderKey === undefined ? {} : { holderKey: publicKeyOf(holderKey) }),
  }
}

export function publicKeyOf(value: JsonValue): PublicJwk {
  return parsePublicJwk(value)
}
