import type { CryptoCodes } from '@hashikake/crypto/codes'
import type { EncodingCodes } from '@hashikake/encoding/codes'

/** The waist's own codes: what can go wrong whatever the format. */
export const waistCodes = {
  format_unknown: { stage: 'parse', clause: 'the formats that the caller allows' },
  input_too_large: { stage: 'parse', clause: 'limits of this library' },
  challenge_unsupported: { stage: 'parse', clause: 'OpenID4VP 1.0 §B.2.6, §B.3.6' },
  signature_invalid: { stage: 'authenticate', clause: 'RFC 7515 §5.2' },
  signatures_insufficient: { stage: 'authenticate', clause: 'RFC 7515 §5.2' },
  key_unknown: { stage: 'trust', clause: 'RFC 9901 §7.1-2c' },
  keys_too_many: { stage: 'trust', clause: 'limits of this library' },
  issuer_not_trusted: { stage: 'trust', clause: 'RFC 9901 §7.1-2c' },
  trust_unreachable: { stage: 'trust', clause: 'the trust resolver of the caller' },
  expired: { stage: 'policy', clause: 'RFC 7519 §4.1.4' },
  not_yet_valid: { stage: 'policy', clause: 'RFC 7519 §4.1.5' },
  audience_mismatch: { stage: 'policy', clause: 'RFC 7519 §4.1.3' },
  issuer_not_allowed: { stage: 'policy', clause: 'the policy of the caller' },
  type_not_allowed: { stage: 'policy', clause: 'the policy of the caller' },
  claim_missing: { stage: 'policy', clause: 'RFC 9901 §9.7' },
  claims_mismatch: { stage: 'policy', clause: 'the schema of the caller' },
  issue_time_missing: { stage: 'policy', clause: 'the policy of the caller' },
  issued_in_future: { stage: 'policy', clause: 'the policy of the caller' },
  too_old: { stage: 'policy', clause: 'the policy of the caller' },
  policy_failed: { stage: 'policy', clause: 'the policy of the caller' },
  replay_store_full: { stage: 'policy', clause: 'limits of the replay store' },
  nonce_replayed: { stage: 'policy', clause: 'RFC 9901 §7.3-5f' },
  holder_key_missing: { stage: 'policy', clause: 'RFC 9901 §7.3-5a' },
  holder_key_differs: { stage: 'policy', clause: 'the policy of the caller' },
  subject_differs: { stage: 'policy', clause: 'the policy of the caller' },
  status_missing: { stage: 'status', clause: 'the policy of the caller' },
  status_invalid: { stage: 'status', clause: 'Token Status List §7.1' },
  status_suspended: { stage: 'status', clause: 'Token Status List §7.1' },
  status_unreachable: { stage: 'status', clause: 'Token Status List §8.3' },
  path_unmatched: { clause: 'OpenID4VP 1.0 §7' },
  period_empty: { clause: 'RFC 7519 §4.1.4, §4.1.5, ISO/IEC 18013-5 §12.3' },
  retrieval_unavailable: { clause: 'the context of the caller' },
  retrieval_url_refused: { clause: 'SD-JWT VC §3, RFC 9110 §4.2.4' },
  retrieval_address_refused: { clause: 'RFC 6890, RFC 4291 §2.4' },
  retrieval_redirected: { clause: 'limits of this library' },
  retrieval_timed_out: { clause: 'limits of this library' },
  retrieval_too_large: { clause: 'limits of this library' },
  retrieval_status: { clause: 'RFC 9110 §15' },
  retrieval_media_type: { clause: 'RFC 9110 §8.3' },
  retrieval_failed: { clause: 'RFC 9110 §4.3.4' },
  retrieval_not_in_bundle: { clause: 'the offline bundle of the caller' },
  retrieval_too_old: { clause: 'the policy of the caller' },
  bundle_malformed: { clause: 'the offline bundle of the caller' },
  bundle_signature_invalid: { clause: 'RFC 7515 §5.2' },
} as const

type OwnCodes = typeof waistCodes

/** The waist's codes and those of the floors below it. */
export interface WaistCodes extends OwnCodes, EncodingCodes, CryptoCodes {}

/** Each format adds its own codes to this interface by declaration merging. */
export interface FailureCodes extends WaistCodes {}

/** Why something was refused: stable, safe to switch on, to log and to count. */
export type FailureCode = keyof FailureCodes
