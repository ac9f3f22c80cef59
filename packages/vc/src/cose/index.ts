import {
  bearer,
  type CredentialContent,
  type Encoded,
  type IssuanceFormat,
  type IssueRequest,
  type PresentationFormat,
  type PresentRequest,
  type VerificationFormat,
} from '@hashikake/credential'
import { sameKey } from '@hashikake/crypto/keys'
import type { Bytes } from '@hashikake/encoding/base64url'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { readHolderKey } from '@hashikake/sd-jwt/registered-claims'
import { contentOf, freezeDeep } from '../content.ts'
import { prepareCredential, type VcDraft } from '../draft.ts'
import type { SignPresentationOptions } from '../jwt/presentation.ts'
import { readCredential } from '../model/credential.ts'
import type { Envelope } from '../model/enveloped.ts'
import { type ReaderOptions, readReaderOptions, type Settings } from '../options.ts'
import { answerClaims, presentationOf } from '../presented/document.ts'
import { holderKeyOf } from '../presented/holder-key.ts'
import { type PresentationOptions, readPresentationOptions } from '../presented/options.ts'
import { presentationReader } from '../presented/reader.ts'
import { requireWhole } from '../presented/selection.ts'
import { openCose } from './headers.ts'
import { cosePresentations } from './presentations.ts'
import { coseReader } from './reader.ts'
import { signCose } from './writing.ts'

export type { VcCodes } from '../codes.ts'
export type { VcDraft } from '../draft.ts'
export type { ReaderOptions } from '../options.ts'
export type { PresentationOptions } from '../presented/options.ts'

/** Reads W3C credentials that are secured as a COSE_Sign1 (`vc+cose`), as their issuer made them. */
export function verification(
  options: ReaderOptions = {},
): VerificationFormat<'vc+cose', CredentialContent<JsonObject>> {
  return Object.freeze({ name: 'vc+cose', ...coseReader(readReaderOptions(options)) })
}

/** Reads W3C presentations that are secured as a COSE_Sign1 (`vp+cose`), each credential in them by the formats that are given. */
export function presentationVerification(
  options: PresentationOptions,
): VerificationFormat<'vp+cose', CredentialContent<JsonObject>> {
  const { settings, presentation } = readPresentationOptions(options)
  return Object.freeze({ name: 'vp+cose', ...presentationReader(cosePresentations(settings), presentation) })
}

/** Takes W3C credentials that are secured as a COSE_Sign1, and shows each in a presentation that is one too. */
export function presentation(
  options: ReaderOptions = {},
): PresentationFormat<'vc+cose', CredentialContent<JsonObject>, Bytes> {
  const settings = readReaderOptions(options)
  return Object.freeze({
    name: 'vc+cose',
    ...coseReader(settings),
    inspect: async (input: Encoded) => {
      const { document } = openCose(input, 'vc', settings.limits)
      return Object.freeze({
        format: 'vc+cose',
        headers: Object.freeze([]),
        claims: freezeDeep(document) as JsonObject,
        disclosures: Object.freeze([]),
        unmatchedDigests: 0,
      })
    },
    present: (input: Encoded, request: PresentRequest) => present(input, settings, request),
  })
}

async function present(input: Encoded, settings: Settings, request: PresentRequest): Promise<Bytes> {
  const { challenge, signer } = request
  const { document, claims } = openCose(input, 'vc', settings.limits)
  requireWhole(document, request.disclose)
  if (challenge === bearer) return Uint8Array.from(input as Uint8Array)
  if (signer === undefined) throw new TypeError('A presentation needs the signer of the holder: { signer }')
  const holderKey = readHolderKey(claims.confirmation, { required: false })
  const content = contentOf(document, readCredential(document), { claims, holderKey })
  const key = holderKeyOf(content, { holder: undefined, kid: undefined })
  if (!sameKey(signer.publicKey, key)) throw new Refusal('holder_key_differs')
  return signPresentation([{ mediaType: 'vc+cose', content: input }], { ...request, challenge, signer })
}

/**
 * Signs one presentation of several credentials as a COSE_Sign1 (VC-JOSE-COSE §3.3.2).
 *
 * @param credentials - each in its envelope, as its issuer made it
 * @throws {Refusal} `challenge_unsupported`
 */
export async function signPresentation(
  credentials: readonly Envelope[],
  { challenge, signer, context, holder, kid, signal }: SignPresentationOptions,
): Promise<Bytes> {
  const { audience, nonce, issuedAt } = answerClaims(challenge, context.now())
  return signCose(signer, {
    content: 'vp',
    document: presentationOf(credentials, holder),
    claims: { iat: issuedAt, aud: audience, nonce },
    kid,
    signal,
  })
}

/** Writes W3C credentials as a COSE_Sign1. */
export function issuance(): IssuanceFormat<'vc+cose', VcDraft, Bytes> {
  return Object.freeze({
    name: 'vc+cose',
    issue: async (draft: VcDraft, request: IssueRequest) => {
      const { document, claims, issuer } = await prepareCredential(draft, request)
      const { kid, certificates, signer } = issuer
      return signCose(signer, { content: 'vc', document, claims, kid, certificates, signal: request.signal })
    },
  })
}
