import type {} from '@hashikake/credential'

/** The codes of status lists, each with its stage and the clause behind it. */
export const statusCodes = {
  status_mechanism_unsupported: { stage: 'status', clause: 'Token Status List §6.2' },
  status_list_malformed: { stage: 'status', clause: 'Token Status List §4, §5' },
  status_list_type_mismatch: { stage: 'status', clause: 'Token Status List §5.1, §5.2' },
  status_list_signature_invalid: { stage: 'status', clause: 'Token Status List §8.3' },
  status_list_signer_unknown: { stage: 'status', clause: 'Token Status List §8.3, §11.3' },
  status_list_signer_unrelated: { stage: 'status', clause: 'Token Status List §11.3' },
  status_list_subject_mismatch: { stage: 'status', clause: 'Token Status List §8.3' },
  status_list_expired: { stage: 'status', clause: 'Token Status List §8.3' },
  status_list_not_yet_valid: { stage: 'status', clause: 'Token Status List §8.3, RFC 7519 §4.1.5' },
  status_list_time_mismatch: { stage: 'status', clause: 'Token Status List §8.4' },
  status_index_out_of_range: { stage: 'status', clause: 'Token Status List §8.3' },
  status_unknown: { stage: 'status', clause: 'Token Status List §7' },
  status_replaced: { stage: 'status', clause: 'Token Status List §7.1, the reasons of the caller' },
  status_withdrawn: { stage: 'status', clause: 'Token Status List §7.1, the reasons of the caller' },
  status_purpose_mismatch: { stage: 'status', clause: 'Bitstring Status List §3.2' },
  bitstring_malformed: { stage: 'status', clause: 'Bitstring Status List §2.1, §2.2' },
  aggregation_malformed: { clause: 'Token Status List §9.3' },
  status_list_full: { clause: 'Token Status List §13.2' },
} as const

export type StatusCodes = typeof statusCodes

declare module '@hashikake/credential' {
  interface FailureCodes extends StatusCodes {}
}

export type StatusCode = keyof StatusCodes
