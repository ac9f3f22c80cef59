import type { Encoded, ReadRequest } from '@hashikake/credential'
import { newProgress } from '@hashikake/credential'
import { keyFitsAlgorithm, type PublicJwk } from '@hashikake/crypto/keys'
import { type JsonObject, parseJsonObject } from '@hashikake/encoding/json'
import type { OpenedPresentation, PresentationEnvelope } from '@hashikake/vc/formats'
import { contextsOf, type Settings } from '../options.ts'
import { readProofs, requireInForce } from '../proof.ts'
import { refusal } from '../refusal.ts'
import { algorithmsOf, openProof } from '../verify-proofs.ts'
import { readText, recognize, requireAllCovered } from './reader.ts'

/** Presentations that their holder secured with an embedded proof: purpose `authentication`, `challenge` and `domain`. */
export function embeddedPresentations(settings: Settings): PresentationEnvelope {
  return {
    mediaType: 'vp',
    embedded: 'ldp_vc',
    recognizes: (input) => recognize(input, 'VerifiablePresentation'),
    peek: (presentation, limits) => {
      const document = parseJsonObject(presentation as string, { maxDepth: limits.depth })
      return withoutProof(document)
    },
    open: (presentation, request) => open(presentation, settings, request),
  }
}

function withoutProof({ proof: _, ...document }: JsonObject): JsonObject {
  return document
}

async function open(presentation: Encoded, settings: Settings, request: ReadRequest): Promise<OpenedPresentation> {
  const document = readText(presentation, settings)
  const all = readProofs(document)
  const [proof] = all
  // One holder presents: further proofs would be of nobody who was asked.
  if (all.length > 1) throw refusal('proofs_too_many')
  if (proof.proofPurpose !== 'authentication') throw refusal('proof_purpose_mismatch', { path: ['proof', 0] })
  if (!settings.cryptosuites.includes(proof.cryptosuite)) {
    throw refusal('cryptosuite_unsupported', { path: ['proof', 0] })
  }
  await requireAllCovered(document, all, settings, { progress: newProgress() })
  const { context, mode, now, clockSkew, signal } = request
  const { challenge, domains, created, expires, verificationMethod } = proof
  return {
    document: withoutProof(document),
    claims: { nonce: challenge, audience: domains, issuedAt: created, expires },
    kid: verificationMethod,
    verify: async (key: PublicJwk) => {
      requireInForce(proof, { now, clockSkew })
      const algorithms = algorithmsOf(proof, settings.algorithms)
      if (!algorithms.some((one) => keyFitsAlgorithm(key, one, 'verify') === undefined)) return false
      const opening = { contexts: await contextsOf(settings), engine: context.engine, mode, signal }
      return (await openProof(document, proof, all, opening)).isMadeBy(key)
    },
  }
}
