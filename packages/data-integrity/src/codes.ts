/** The codes of Data Integrity, each with its stage and the clause behind it. */
export const dataIntegrityCodes = {
  proof_missing: { stage: 'parse', clause: 'Data Integrity 1.0 §2.1' },
  proof_malformed: { stage: 'parse', clause: 'Data Integrity 1.0 §2.1' },
  proof_type_unsupported: { stage: 'parse', clause: 'Data Integrity 1.0 §3.1' },
  proofs_too_many: { stage: 'parse', clause: 'limits of this library' },
  cryptosuite_unsupported: { stage: 'parse', clause: 'Data Integrity 1.0 §3.1, DI-EdDSA 1.0, DI-ECDSA 1.0' },
  proof_purpose_mismatch: { stage: 'parse', clause: 'Data Integrity 1.0 §2.3, §4.4' },
  proof_chain_broken: { stage: 'parse', clause: 'Data Integrity 1.0 §2.1.2, §4.5' },
  proof_value_malformed: { clause: 'DI-EdDSA 1.0 §3, DI-ECDSA 1.0 §3, Controlled Identifiers 1.0 §2.4' },
  proof_not_derived: { stage: 'parse', clause: 'DI-ECDSA 1.0 §3.5.8' },
  proof_not_base: { clause: 'DI-ECDSA 1.0 §3.5.3' },
  proof_expired: { stage: 'authenticate', clause: 'Data Integrity 1.0 §2.1' },
  proof_in_future: { stage: 'authenticate', clause: 'Data Integrity 1.0 §2.1' },
  proof_domain_mismatch: { stage: 'authenticate', clause: 'Data Integrity 1.0 §4.4' },
  proof_challenge_mismatch: { stage: 'authenticate', clause: 'Data Integrity 1.0 §4.4' },
  proof_context_mismatch: { stage: 'parse', clause: 'DI-EdDSA 1.0 §3.3.2, DI-ECDSA 1.0 §3.3.2' },
  context_unknown: { stage: 'parse', clause: 'Data Integrity 1.0 §2.4.1, §4.6' },
  context_inline: { stage: 'parse', clause: 'Data Integrity 1.0 §2.4.2, §4.6' },
  member_not_signed: { clause: 'Data Integrity 1.0 §2.5' },
  member_not_term: { clause: 'Data Integrity 1.0 §4.6, VCDM 2.0 §6.1.2' },
  member_unmapped: { clause: 'Data Integrity 1.0 §2.5' },
  number_inexact: { clause: 'JSON-LD 1.1 API §8.6' },
  json_ld_malformed: { clause: 'JSON-LD 1.1 API §9.4' },
  canonicalization_too_complex: { clause: 'RDF Dataset Canonicalization 1.0 §7.1' },
  pointer_malformed: { clause: 'RFC 6901 §3' },
  pointer_unmatched: { clause: 'DI-ECDSA 1.0 §3.4.12' },
  proof_suite_not_selective: { clause: 'DI-ECDSA 1.0 §3.5' },
} as const

export type DataIntegrityCodes = typeof dataIntegrityCodes

declare module '@hashikake/credential' {
  interface FailureCodes extends DataIntegrityCodes {}
}

/** Codes that this package may give. */
export type DataIntegrityCode = keyof DataIntegrityCodes
