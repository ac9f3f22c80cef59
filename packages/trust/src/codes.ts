/** The codes of this package, each with the clause behind it, and its stage where a verification meets it. */
export const trustCodes = {
  trust_type_out_of_scope: { stage: 'trust', clause: 'SD-JWT VC §7.7' },
  trust_territory_out_of_scope: { stage: 'trust', clause: 'the scope of the caller' },
  issuer_metadata_malformed: { stage: 'trust', clause: 'SD-JWT VC §4.2' },
  issuer_metadata_issuer_mismatch: { stage: 'trust', clause: 'SD-JWT VC §4.3' },
  issuer_metadata_key_set_not_allowed: { stage: 'trust', clause: 'SD-JWT VC §4.2, the allow-list of the caller' },
  issuer_metadata_key_unknown: { stage: 'trust', clause: 'SD-JWT VC §4.2, RFC 7517 §4.5' },
  issuer_metadata_key_ambiguous: { stage: 'trust', clause: 'SD-JWT VC §4.2, RFC 7517 §4.5' },
  did_malformed: { stage: 'trust', clause: 'DID Core §3.1' },
  did_method_not_allowed: { stage: 'trust', clause: 'the methods that the caller allows' },
  did_not_trusted: { stage: 'trust', clause: 'the DIDs that the caller trusts' },
  did_document_malformed: { stage: 'trust', clause: 'DID Core §5' },
  did_document_mismatch: { stage: 'trust', clause: 'DID Core §5.1.1' },
  did_key_unknown: { stage: 'trust', clause: 'DID Core §5.2, §5.3.2' },
  did_key_ambiguous: { stage: 'trust', clause: 'DID Core §5.3.2' },
  did_controller_mismatch: { stage: 'trust', clause: 'DID Core §5.2' },
  certificate_binding_mismatch: { stage: 'trust', clause: 'SD-JWT VC §2.5, the binding of the caller' },
  trust_list_malformed: { stage: 'trust', clause: 'TS 119 602 §6' },
  trust_list_version_unsupported: { stage: 'trust', clause: 'TS 119 602 §6.3.1' },
  trust_list_too_large: { stage: 'trust', clause: 'limits of this library' },
  trust_list_signature_malformed: { stage: 'trust', clause: 'TS 119 602 §6.8, TS 119 182-1 §6.3' },
  trust_list_signature_invalid: { stage: 'trust', clause: 'TS 119 602 §6.8' },
  trust_list_signer_unknown: { stage: 'trust', clause: 'TS 119 602 §6.8' },
  trust_list_signer_not_trusted: { stage: 'trust', clause: 'TS 119 602 §6.8' },
  trust_list_type_mismatch: { stage: 'trust', clause: 'TS 119 602 §6.3.3' },
  trust_list_territory_mismatch: { stage: 'trust', clause: 'TS 119 602 §6.3.10' },
  trust_list_not_yet_issued: { stage: 'trust', clause: 'TS 119 602 §6.3.14' },
  trust_list_stale: { stage: 'trust', clause: 'TS 119 602 §6.3.15' },
  trust_list_rolled_back: { stage: 'trust', clause: 'TS 119 602 §6.3.2' },
  trust_list_sequence_repeated: { stage: 'trust', clause: 'TS 119 602 §6.3.2' },
  trust_list_extension_critical: { stage: 'trust', clause: 'TS 119 602 §6.6.9' },
  trust_list_entry_ambiguous: { stage: 'trust', clause: 'TS 119 602 §6.6.3' },
  trust_list_service_withdrawn: { stage: 'trust', clause: 'TS 119 602 §6.6.4' },
  trust_list_service_not_held_at_issuance: { clause: 'TS 119 602 §6.6.4, §6.7' },
  trust_list_entry_missing: { stage: 'policy', clause: 'the policy of the caller' },
  award_date_missing: { stage: 'policy', clause: 'the policy of the caller' },
  award_date_malformed: { stage: 'policy', clause: 'RFC 3339 §5.6' },
  award_date_in_future: { stage: 'policy', clause: 'the policy of the caller' },
  awarding_power_missing: { stage: 'policy', clause: 'TS 119 602 §6.6.9, §6.7' },
} as const

export type TrustCodes = typeof trustCodes
export type TrustCode = keyof TrustCodes

declare module '@hashikake/credential' {
  interface FailureCodes extends TrustCodes {}
}
