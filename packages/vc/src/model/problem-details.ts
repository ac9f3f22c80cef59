import type { ClaimPath, FailureCode, Stage } from '@hashikake/credential'

/** A problem as VCDM 2.0 §7.2 reports it, after RFC 9457. */
export interface ProblemDetails {
  readonly type: string
  /** Short and for a person. */
  readonly title: string
  /** The stable code of this library, and where it went wrong. */
  readonly detail: string
}

const vocabulary = 'https://www.w3.org/TR/vc-data-model#'

/** The problem types of VCDM 2.0 §7.2, and what they are for. */
const problems = {
  PARSING_ERROR: 'The document cannot be read.',
  CRYPTOGRAPHIC_SECURITY_ERROR: 'The proof does not hold.',
  MALFORMED_VALUE_ERROR: 'A value is not as the data model has it.',
  RANGE_ERROR: 'A value lies outside its range.',
} as const

const outOfRange: readonly FailureCode[] = [
  'status_index_out_of_range' as FailureCode,
  'validity_period_reversed' as FailureCode,
]

/** What a refusal is called among W3C implementations. */
export function problemDetailsOf({
  code,
  path,
  stage,
}: {
  readonly code: string
  readonly path?: ClaimPath | undefined
  readonly stage?: Stage | undefined
}): ProblemDetails {
  const name = problemOf(code, stage)
  const place = path === undefined ? '' : ` at ${path.map((step) => `/${String(step)}`).join('')}`
  return Object.freeze({ type: `${vocabulary}${name}`, title: problems[name], detail: `${code}${place}` })
}

function problemOf(code: string, stage: Stage | undefined): keyof typeof problems {
  if (outOfRange.includes(code as FailureCode)) return 'RANGE_ERROR'
  if (/^(?:json|base64url|base64|text|cbor|jws|cose|sd_jwt)_/.test(code)) return 'PARSING_ERROR'
  return stage === undefined || stage === 'parse' ? 'MALFORMED_VALUE_ERROR' : 'CRYPTOGRAPHIC_SECURITY_ERROR'
}
