import type { VerificationFormat } from '@hashikake/credential'
import type { JsonObject } from '@hashikake/encoding/json'
import { type ReaderOptions, readReaderOptions, type Settings } from '../options.ts'
import type { PresentationSettings } from './reader.ts'

export interface PresentationOptions extends ReaderOptions {
  /** The formats of the credentials that may be inside: `[verification()]`. */
  readonly credentials: readonly VerificationFormat[]
  /** The oldest presentation that is accepted, by its `iat`, in seconds; 300 unless given. */
  readonly presentationMaxAge?: number
}

const usage = 'presentationVerification takes { credentials: [verification()] }'

/** @throws {TypeError} for wrong use */
export function readPresentationOptions(options: PresentationOptions): {
  readonly settings: Settings
  readonly presentation: PresentationSettings
} {
  const { credentials, presentationMaxAge = 300, ...reading } = options ?? {}
  const areFormats =
    Array.isArray(credentials) && credentials.length > 0 && credentials.every((one) => typeof one?.parse === 'function')
  if (!areFormats) throw new TypeError(usage)
  if (!Number.isFinite(presentationMaxAge) || presentationMaxAge < 0) {
    throw new TypeError(`presentationMaxAge takes seconds: ${usage}`)
  }
  const settings = readReaderOptions(reading)
  return {
    settings,
    presentation: Object.freeze({
      credentials: Object.freeze([...credentials]),
      presentationMaxAge,
      limits: settings.limits,
      parameters: { ...(settings as unknown as JsonObject), presentationMaxAge },
    }),
  }
}
