import type { ClaimPath, Stage } from '@hashikake/credential'
import { isJsonObject, type JsonObject, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { problemDetailsOf } from '@hashikake/vc'
import { deriveCredential } from './deriving.ts'
import { issueCredential } from './issuing.ts'
import { type Profile, profileOf } from './profiles.ts'
import { readSettings, type Settings, type VcApiOptions } from './settings.ts'
import { newStatusRegister, type StatusRegister, statusListOf } from './status-lists.ts'
import { Unverified, verifyCredential } from './verifying.ts'
import { verifyPresentation } from './verifying-presentations.ts'

export type { VcApiOptions, VcApiSigners } from './settings.ts'

export interface VcApiRequest {
  readonly method: string
  /** Without host and query. */
  readonly path: string
  readonly body: string
}

export interface VcApiResponse {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/** An issuer, a holder and a verifier behind the HTTP interface that the W3C's suites call (VCALM 1.0), for tests alone. */
export interface VcApi {
  /** The did:key and verification method of each curve. */
  readonly issuers: Settings['issuers']
  handle(request: VcApiRequest): Promise<VcApiResponse>
}

/** The first part of the path is the profile: `/embedded`, `/jose`, `/sd-jwt`, `/cose` or `/status`. */
export function createVcApi(options: VcApiOptions): VcApi {
  const settings = readSettings(options)
  const register = newStatusRegister()
  const { issuers } = settings
  return Object.freeze({ issuers, handle: (request: VcApiRequest) => handle(request, settings, register) })
}

async function handle(request: VcApiRequest, settings: Settings, register: StatusRegister): Promise<VcApiResponse> {
  const { method, path, body } = request
  try {
    const list = /^\/status\/([0-9]+)$/.exec(path)
    if (list !== null) {
      if (method !== 'GET') return answer(405, problem('method_not_allowed'))
      return answer(200, await statusListOf(Number(list[1]), register, settings))
    }
    const called = profileOf(path)
    if (called === undefined) return answer(404, problem('not_found'))
    if (method !== 'POST') return answer(405, problem('method_not_allowed'))
    const { status, json } = await perform(called, parseJsonObject(body), settings, register)
    return answer(status, json)
  } catch (cause) {
    if (cause instanceof Unverified) return answer(400, refused(cause))
    if (cause instanceof Refusal) return answer(400, refused(cause))
    // A body of the wrong shape is the caller's fault; nothing of it is said again.
    if (cause instanceof TypeError) return answer(400, refused({ code: 'request_malformed' }))
    throw cause
  }
}

async function perform(
  { profile, operation }: { readonly profile: Profile; readonly operation: string },
  body: JsonObject,
  settings: Settings,
  register: StatusRegister,
): Promise<{ readonly status: number; readonly json: JsonObject }> {
  const options = objectAt(body, 'options') ?? {}
  switch (operation) {
    case 'credentials/issue': {
      const credential = required(objectAt(body, 'credential'))
      return {
        status: 201,
        json: { verifiableCredential: await issueCredential(credential, { options, profile, settings, register }) },
      }
    }
    case 'credentials/derive': {
      const credential = required(objectAt(body, 'verifiableCredential'))
      return { status: 201, json: await deriveCredential(credential, options, settings) }
    }
    case 'credentials/verify': {
      const verified = await verifyCredential(required(ownMember(body, 'verifiableCredential')), settings, register)
      return { status: 200, json: { verified: true, credential: verified, problemDetails: [] } }
    }
    default: {
      await verifyPresentation(required(ownMember(body, 'verifiablePresentation')), options, settings, register)
      return { status: 200, json: { verified: true, problemDetails: [] } }
    }
  }
}

function objectAt(body: JsonObject, name: string): JsonObject | undefined {
  const value = ownMember(body, name)
  if (value !== undefined && !isJsonObject(value)) throw new TypeError(name)
  return value
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError('missing')
  return value
}

interface Refused {
  readonly code: string
  readonly path?: Refusal['path']
  readonly stage?: Stage | undefined
}

function problem(code: string): JsonObject {
  return { errors: [code], problemDetails: [{ type: 'about:blank', title: code, detail: code }] }
}

function refused({ code, path, stage }: Refused): JsonObject {
  const details = problemDetailsOf({ code, path: path as ClaimPath | undefined, stage })
  return { verified: false, errors: [details.detail], problemDetails: [{ ...details }] }
}

function answer(status: number, json: JsonObject): VcApiResponse {
  return Object.freeze({ status, contentType: 'application/json', body: JSON.stringify(json) })
}
