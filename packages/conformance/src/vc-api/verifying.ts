import {
  bearer,
  type ClaimPath,
  type Encoded,
  ignoreStatus,
  type Stage,
  type VerificationFormat,
} from '@hashikake/credential'
import * as dataIntegrity from '@hashikake/data-integrity'
import { isJsonObject, type JsonObject, type JsonValue } from '@hashikake/encoding/json'
import { readEnvelope } from '@hashikake/vc'
import * as cose from '@hashikake/vc/cose'
import * as jwt from '@hashikake/vc/jwt'
import * as sdJwt from '@hashikake/vc/sd-jwt'
import { verify } from '@hashikake/verifier'
import type { Settings } from './settings.ts'
import { type StatusRegister, statusOf } from './status-lists.ts'

/** What a verification refused, to be answered as a problem. */
export class Unverified extends Error {
  readonly code: string
  readonly stage: Stage | undefined
  readonly path: ClaimPath | undefined

  constructor(refusal: { readonly code: string; readonly stage?: Stage; readonly path?: ClaimPath | undefined }) {
    super(refusal.code)
    this.code = refusal.code
    this.stage = refusal.stage
    this.path = refusal.path
  }
}

function formats({ contexts }: Settings): readonly VerificationFormat[] {
  return [
    dataIntegrity.verification({ contexts, inlineContexts: 'allowed', versions: ['1.1', '2.0'] }),
    jwt.verification(),
    sdJwt.verification(),
    cose.verification(),
  ]
}

/**
 * Verifies a credential in whatever envelope, or with embedded proofs.
 *
 * @returns the credential, without proof
 * @throws {Unverified} where it is refused
 */
export async function verifyCredential(
  value: JsonValue,
  settings: Settings,
  register: StatusRegister,
): Promise<JsonObject> {
  const { trust, context } = settings
  const result = await verify(encodedOf(value), {
    formats: formats(settings),
    trust,
    challenge: bearer,
    status: ignoreStatus,
    context,
  })
  if (!result.accepted) {
    const failed = result.checks.find(({ outcome }) => outcome === 'failed')
    throw new Unverified({ code: result.code, stage: result.stage, path: failed?.path })
  }
  const claims = result.credential.claims as JsonObject
  const status = statusOf(claims, register, settings)
  if (status !== undefined) throw new Unverified({ code: status, stage: 'status' })
  return claims
}

/** @throws {Refusal} for an envelope that is none */
function encodedOf(value: JsonValue): Encoded {
  if (!isJsonObject(value)) throw new TypeError('a credential is an object')
  const types = [value.type].flat()
  if (!types.includes('EnvelopedVerifiableCredential')) return JSON.stringify(value)
  return readEnvelope(value, 'EnvelopedVerifiableCredential', []).content
}
