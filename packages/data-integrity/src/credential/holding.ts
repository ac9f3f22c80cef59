import {
  bearer,
  type CredentialContent,
  type Encoded,
  type Inspection,
  type PresentationFormat,
  type PresentRequest,
  type SelectedClaim,
  selectClaims,
} from '@hashikake/credential'
import { readKeyDid } from '@hashikake/crypto/key-dids'
import { sameKey } from '@hashikake/crypto/keys'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { baseContext } from '@hashikake/vc'
import { answerClaims, contentOf, holderKeyOf, requireWhole } from '@hashikake/vc/formats'
import { derive } from '../derive.ts'
import { readVersion, type Settings } from '../options.ts'
import { readProofs } from '../proof.ts'
import { addProof } from '../sign.ts'
import { cryptosuites } from '../suites/table.ts'
import { credentialReader, readText } from './reader.ts'

/** Takes credentials with embedded proofs, and shows each in a presentation that has one too. */
export function embeddedPresentation(
  settings: Settings,
): PresentationFormat<'ldp_vc', CredentialContent<JsonObject>, string> {
  return Object.freeze({
    name: 'ldp_vc',
    ...credentialReader(settings),
    inspect: async (input: Encoded): Promise<Inspection> =>
      Object.freeze({
        format: 'ldp_vc',
        headers: Object.freeze([]),
        claims: readText(input, settings),
        disclosures: Object.freeze([]),
        unmatchedDigests: 0,
      }),
    present: (input: Encoded, request: PresentRequest) => present(input, settings, request),
  })
}

async function present(input: Encoded, settings: Settings, request: PresentRequest): Promise<string> {
  const { challenge, signer, context, signal } = request
  const document = readText(input, settings)
  const shown = await select(document, settings, request)
  if (challenge === bearer) return JSON.stringify(shown)
  if (signer === undefined) throw new TypeError('A presentation needs the signer of the holder: { signer }')
  const content = contentOf(document, readVersion(document, settings), { claims: {}, holderKey: undefined })
  const key = holderKeyOf(content, { holder: undefined, kid: undefined })
  if (!sameKey(signer.publicKey, key)) throw new Refusal('holder_key_differs')
  const { credentialSubject } = document as { readonly credentialSubject: { readonly id: string } }
  const holder = credentialSubject.id
  const verificationMethod = readKeyDid(holder)?.verificationMethod as string
  const { audience, nonce } = answerClaims(challenge, context.now())
  const cryptosuite = (signer.publicKey as { crv?: string }).crv === 'Ed25519' ? 'eddsa-rdfc-2022' : 'ecdsa-rdfc-2019'
  const presentation = {
    '@context': [baseContext],
    type: ['VerifiablePresentation'],
    holder,
    verifiableCredential: [shown],
  }
  const proofPurpose = 'authentication'
  const { contexts } = settings
  const inline = settings.inlineContexts ? ({ inlineContexts: 'allowed' } as const) : {}
  const secured = await addProof(presentation, {
    ...{ cryptosuite, signer, verificationMethod, proofPurpose, challenge: nonce, domain: audience, contexts, context },
    ...inline,
    ...(signal === undefined ? {} : { signal }),
  })
  return JSON.stringify(secured)
}

/** What was signed so that it can be shown in parts is; everything else is shown whole. */
async function select(document: JsonObject, settings: Settings, request: PresentRequest): Promise<JsonObject> {
  const [proof] = readProofs(document)
  if (!cryptosuites[proof.cryptosuite].isSelective) {
    requireWhole(document, request.disclose)
    return document
  }
  const pointers = request.disclose.flatMap((path) => {
    const selected = selectClaims(document, path)
    if (selected.length === 0) throw new Refusal('path_unmatched', { path })
    return selected.map(pointerOf)
  })
  return derive(document, pointers, { contexts: settings.contexts })
}

function pointerOf({ path }: SelectedClaim): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
