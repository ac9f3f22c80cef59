import type { Challenge } from '@hashikake/credential'
import type { JsonObject } from '@hashikake/encoding/json'
import { expectedBinding } from '@hashikake/sd-jwt/formats'
import { baseContext } from '../model/contexts.ts'
import { type Envelope, envelope } from '../model/enveloped.ts'

/** The presentation of credentials that come enveloped (VCDM 2.0 §4.13.1). */
export function presentationOf(credentials: readonly Envelope[], holder?: string): JsonObject {
  return {
    '@context': [baseContext],
    type: ['VerifiablePresentation'],
    ...(holder === undefined ? {} : { holder }),
    verifiableCredential: credentials.map((one) => envelope('EnvelopedVerifiableCredential', one)),
  }
}

/** What makes a presentation an answer: to whom, to which nonce, and when. */
export interface AnswerClaims {
  readonly audience: string
  readonly nonce: string
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly issuedAt: number
}

/** @throws {Refusal} `challenge_unsupported` */
export function answerClaims(challenge: Challenge, milliseconds: number): AnswerClaims {
  const { nonce, audience } = expectedBinding(challenge)
  return { nonce, audience, issuedAt: Math.floor(milliseconds / 1000) }
}
