/** The codes of W3C Verifiable Credentials, each with its stage and the clause behind it. */
export const vcCodes = {
  base_context_missing: { clause: 'VCDM 2.0 §4.3' },
  context_malformed: { clause: 'VCDM 2.0 §4.3' },
  term_redefined: { clause: 'VCDM 2.0 §5.2.1, §6.1.1' },
  type_missing: { clause: 'VCDM 2.0 §4.5' },
  type_malformed: { clause: 'VCDM 2.0 §4.5' },
  type_unmapped: { clause: 'VCDM 2.0 §4.5, §5.2.1' },
  identifier_malformed: { clause: 'VCDM 2.0 §4.4' },
  language_value_malformed: { clause: 'VCDM 2.0 §4.6, §11.1' },
  credential_issuer_malformed: { clause: 'VCDM 2.0 §4.7' },
  credential_subject_malformed: { clause: 'VCDM 2.0 §4.8' },
  date_time_malformed: { clause: 'VCDM 2.0 §4.9, §5.8' },
  validity_period_reversed: { clause: 'VCDM 2.0 §4.9' },
  object_malformed: { clause: 'VCDM 2.0 §4.10 to §4.12, §5.4 to §5.6' },
  related_resource_malformed: { clause: 'VCDM 2.0 §5.3' },
  related_resource_repeated: { clause: 'VCDM 2.0 §5.3' },
  related_resource_mismatch: { clause: 'VCDM 2.0 §5.3' },
  credential_schema_unknown: { stage: 'policy', clause: 'VC JSON Schema §2, the policy of the caller' },
  credential_schema_malformed: { stage: 'policy', clause: 'VC JSON Schema §2.1, §2.2, §3.1' },
  credential_schema_version_unsupported: { stage: 'policy', clause: 'VC JSON Schema §3, §4.2' },
  credential_schema_too_complex: { stage: 'policy', clause: 'limits of this library' },
  credential_schema_mismatch: { stage: 'policy', clause: 'VCDM 2.0 §4.11, VC JSON Schema §4.2' },
  credential_schema_undecided: { stage: 'policy', clause: 'VC JSON Schema §4.2: the holder withheld claims' },
  holder_malformed: { stage: 'parse', clause: 'VCDM 2.0 §4.13' },
  presented_credential_malformed: { stage: 'parse', clause: 'VCDM 2.0 §4.13' },
  presented_credential_unsecured: { stage: 'parse', clause: 'VCDM 2.0 §4.13, VC-JOSE-COSE §3.1.2' },
  presented_credentials_several: { stage: 'parse', clause: 'the caller verifies one credential at a time' },
  presented_credentials_too_many: { stage: 'parse', clause: 'limits of this library' },
  presented_credential_missing: { stage: 'parse', clause: 'the part that was asked for' },
  envelope_malformed: { stage: 'parse', clause: 'VCDM 2.0 §4.13.1, §4.13.2, RFC 2397' },
  envelope_type_not_allowed: { stage: 'parse', clause: 'the formats that the caller allows' },
  legacy_claim_present: { stage: 'parse', clause: 'VC-JOSE-COSE §1.2, §3.1.3' },
  media_type_mismatch: { stage: 'parse', clause: 'VC-JOSE-COSE §3.1.1, §3.2.1, §3.3.1' },
  issuer_conflict: { stage: 'parse', clause: 'VC-JOSE-COSE §4.1.2' },
  claim_not_separable: { clause: 'VC-JOSE-COSE §1.2: what is signed whole is shown whole' },
  presentation_missing: { stage: 'parse', clause: 'VCDM 2.0 §4.13' },
  presentation_unexpected: { stage: 'parse', clause: 'VCDM 2.0 §4.13' },
  presentation_holder_mismatch: { stage: 'authenticate', clause: 'VCDM 2.0 §4.13' },
  presentation_key_unknown: { stage: 'authenticate', clause: 'VC-JOSE-COSE §4.1.3, RFC 7800 §3' },
  presentation_signature_invalid: { stage: 'authenticate', clause: 'RFC 7515 §5.2, RFC 9052 §4.4' },
  presentation_claims_malformed: { stage: 'authenticate', clause: 'RFC 7519 §4.1' },
  presentation_nonce_mismatch: { stage: 'authenticate', clause: 'OpenID4VP 1.0 §14.1.2' },
  presentation_audience_mismatch: { stage: 'authenticate', clause: 'OpenID4VP 1.0 §14.1.2, RFC 7519 §4.1.3' },
  presentation_in_future: { stage: 'authenticate', clause: 'RFC 7519 §4.1.5, §4.1.6' },
  presentation_too_old: { stage: 'authenticate', clause: 'VCDM 2.0 §4.13' },
  presentation_expired: { stage: 'authenticate', clause: 'RFC 7519 §4.1.4' },
} as const

export type VcCodes = typeof vcCodes

declare module '@hashikake/credential' {
  interface FailureCodes extends VcCodes {}
}

/** Codes that this package may give. */
export type VcCode = keyof VcCodes
