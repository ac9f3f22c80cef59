/** The codes of SD-JWT and SD-JWT VC, each with its stage and the clause behind it. */
export const sdJwtCodes = {
  sd_jwt_malformed: { stage: 'parse', clause: 'RFC 9901 §4' },
  json_serialization_malformed: { stage: 'parse', clause: 'RFC 9901 §8, RFC 7515 §7.2' },
  json_serialization_not_allowed: { stage: 'parse', clause: 'optional in SD-JWT VC §2.2 and HAIP 1.0 §6.1' },
  disclosure_malformed: { stage: 'parse', clause: 'RFC 9901 §4.2' },
  disclosures_too_many: { stage: 'parse', clause: 'limits of this library' },
  claim_name_reserved: { stage: 'parse', clause: 'RFC 9901 §7.1-3c, §4.1-7' },
  key_binding_missing: { stage: 'parse', clause: 'RFC 9901 §7.3-2' },
  key_binding_unexpected: { stage: 'parse', clause: 'RFC 9901 §7.2' },
  key_binding_malformed: { stage: 'parse', clause: 'RFC 9901 §4.3' },
  type_header_mismatch: { stage: 'parse', clause: 'RFC 9901 §9.11, SD-JWT VC §2.2.1' },
  hash_algorithm_not_allowed: { stage: 'authenticate', clause: 'RFC 9901 §7.1-2d' },
  hash_algorithm_misplaced: { stage: 'authenticate', clause: 'RFC 9901 §4.1.1' },
  hash_too_weak: { clause: 'RFC 9901 §9.4' },
  digests_malformed: { stage: 'authenticate', clause: 'RFC 9901 §4.2.4' },
  digest_repeated: { stage: 'authenticate', clause: 'RFC 9901 §7.1-4' },
  disclosure_repeated: { stage: 'authenticate', clause: 'RFC 9901 §7.1-5' },
  disclosure_unreferenced: { stage: 'authenticate', clause: 'RFC 9901 §7.1-5' },
  disclosure_misplaced: { stage: 'authenticate', clause: 'RFC 9901 §7.1-3c' },
  claim_repeated: { stage: 'authenticate', clause: 'RFC 9901 §7.1-3c' },
  claims_too_deep: { stage: 'authenticate', clause: 'limits of this library' },
  claim_not_disclosable: { clause: 'SD-JWT VC §2.2.2.3' },
  time_malformed: { stage: 'authenticate', clause: 'RFC 7519 §2' },
  audience_malformed: { stage: 'authenticate', clause: 'RFC 7519 §4.1.3' },
  issuer_malformed: { stage: 'parse', clause: 'RFC 7519 §4.1.1' },
  confirmation_missing: { stage: 'authenticate', clause: 'RFC 9901 §7.3-5a' },
  confirmation_unsupported: { stage: 'parse', clause: 'RFC 9901 §4.1.2, RFC 7800 §3' },
  key_binding_type_mismatch: { stage: 'authenticate', clause: 'RFC 9901 §7.3-5d' },
  key_binding_signature_invalid: { stage: 'authenticate', clause: 'RFC 9901 §7.3-5c' },
  key_binding_claims_malformed: { stage: 'authenticate', clause: 'RFC 9901 §4.3' },
  key_binding_in_future: { stage: 'authenticate', clause: 'RFC 9901 §7.3-5e' },
  key_binding_too_old: { stage: 'authenticate', clause: 'RFC 9901 §7.3-5e' },
  key_binding_nonce_mismatch: { stage: 'authenticate', clause: 'RFC 9901 §7.3-5f' },
  key_binding_audience_mismatch: { stage: 'authenticate', clause: 'RFC 9901 §7.3-5f' },
  key_binding_hash_mismatch: { stage: 'authenticate', clause: 'RFC 9901 §7.3-5g' },
  key_binding_expired: { stage: 'authenticate', clause: 'RFC 9901 §7.3-5h' },
  key_binding_not_yet_valid: { stage: 'authenticate', clause: 'RFC 9901 §7.3-5h' },
  vct_missing: { stage: 'parse', clause: 'SD-JWT VC §2.2.2.1' },
  aka_vcts_malformed: { stage: 'parse', clause: 'SD-JWT VC §2.2.2.2' },
  integrity_malformed: { stage: 'parse', clause: 'SD-JWT VC §6' },
  status_malformed: { stage: 'parse', clause: 'Token Status List §6.2' },
  certificates_missing: { stage: 'parse', clause: 'HAIP 1.0 §6.1.1' },
  certificates_malformed: { stage: 'parse', clause: 'RFC 7515 §4.1.6' },
  claim_reserved: { clause: 'SD-JWT VC §2.2.2' },
  path_unmatched: { clause: 'OpenID4VP 1.0 §7' },
  period_empty: { clause: 'RFC 7519 §4.1.4, §4.1.5' },
  salt_repeated: { clause: 'RFC 9901 §9.3' },
} as const

export type SdJwtCodes = typeof sdJwtCodes

declare module '@hashikake/credential' {
  interface FailureCodes extends SdJwtCodes {}
}

/** Codes that this package may give. */
export type SdJwtCode = keyof SdJwtCodes
