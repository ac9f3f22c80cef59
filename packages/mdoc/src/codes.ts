import type {} from '@hashikake/credential'

/** The codes of mdoc, each with its stage and the clause behind it; clauses are of ISO/IEC 18013-5:2025 unless said. */
export const mdocCodes = {
  mdoc_malformed: { stage: 'parse', clause: 'ISO/IEC 18013-5 §10.3' },
  mdoc_version_unsupported: { stage: 'parse', clause: 'ISO/IEC 18013-5 §10.3, §12.3' },
  mdoc_status_not_ok: { stage: 'parse', clause: 'ISO/IEC 18013-5 §10.3' },
  mdoc_documents_missing: { stage: 'parse', clause: 'ISO/IEC 18013-5 §10.3' },
  mdoc_too_large: { stage: 'parse', clause: 'limits of this library' },
  element_repeated: { stage: 'parse', clause: 'ISO/IEC 18013-5 §10.3' },
  mso_malformed: { stage: 'parse', clause: 'ISO/IEC 18013-5 §12.3' },
  mso_digest_algorithm_not_allowed: { stage: 'parse', clause: 'ISO/IEC 18013-5 §12.3' },
  x5chain_missing: { stage: 'parse', clause: 'ISO/IEC 18013-5 §12.3' },
  device_response_unexpected: { stage: 'parse', clause: 'ISO/IEC 18013-5 §10.3' },
  mdoc_several_documents: { stage: 'parse', clause: 'one credential at a time; HAIP 1.0 §5' },
  signed_outside_certificate: { stage: 'authenticate', clause: 'ISO/IEC 18013-5 §12.8.1' },
  valid_beyond_certificate: { stage: 'authenticate', clause: 'the choice of the caller' },
  issuing_country_mismatch: { stage: 'authenticate', clause: 'ISO/IEC 18013-5 §13.4.2' },
  issuing_jurisdiction_mismatch: { stage: 'authenticate', clause: 'ISO/IEC 18013-5 §13.4.2' },
  doc_type_mismatch: { stage: 'authenticate', clause: 'ISO/IEC 18013-5 §12.8.1' },
  element_digest_missing: { stage: 'authenticate', clause: 'ISO/IEC 18013-5 §12.8.1' },
  element_digest_mismatch: { stage: 'authenticate', clause: 'ISO/IEC 18013-5 §12.8.1' },
  device_authentication_missing: { stage: 'parse', clause: 'ISO/IEC 18013-5 §12.4' },
  device_signature_invalid: { stage: 'authenticate', clause: 'ISO/IEC 18013-5 §12.8.2' },
  device_mac_invalid: { stage: 'authenticate', clause: 'ISO/IEC 18013-5 §12.8.2' },
  device_element_unauthorized: { stage: 'authenticate', clause: 'ISO/IEC 18013-5 §12.3, §12.8.2' },
  device_request_malformed: { clause: 'ISO/IEC 18013-5 §10.2' },
  reader_authentication_missing: { clause: 'ISO/IEC 18013-5 §12.5' },
  reader_signature_invalid: { clause: 'ISO/IEC 18013-5 §12.5' },
  session_malformed: { clause: 'ISO/IEC 18013-5 §12.2' },
  session_undecryptable: { clause: 'ISO/IEC 18013-5 §12.2' },
  encryption_info_malformed: { clause: 'ISO/IEC TS 18013-7 annex C' },
  encrypted_response_malformed: { clause: 'ISO/IEC TS 18013-7 annex C' },
  encrypted_response_undecryptable: { clause: 'ISO/IEC TS 18013-7 annex C, RFC 9180 §5.1' },
  random_repeated: { clause: 'ISO/IEC 18013-5 §12.3' },
} as const

export type MdocCodes = typeof mdocCodes

declare module '@hashikake/credential' {
  interface FailureCodes extends MdocCodes {}
}

/** Codes that this package may give. */
export type MdocCode = keyof MdocCodes
