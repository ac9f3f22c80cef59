/** The codes of this package, each with the clause behind it. */
export const cryptoCodes = {
  key_malformed: { clause: 'RFC 7517 §4, RFC 7518 §6.2, RFC 8037 §2, RFC 9964 §3' },
  key_type_unsupported: { clause: 'RFC 7517 §4.1, RFC 7518 §6.1' },
  key_private: { clause: 'RFC 7517 §9.3' },
  key_set_malformed: { clause: 'RFC 7517 §4.5, §5' },
  key_type_mismatch: { clause: 'RFC 7518 §3.1, RFC 9864 §2' },
  key_use_mismatch: { clause: 'RFC 7517 §4.2, §4.3' },
  key_algorithm_mismatch: { clause: 'RFC 7517 §4.4' },
  algorithm_missing: { clause: 'RFC 7515 §4.1.1' },
  algorithm_not_allowed: { clause: 'RFC 7515 §5.2, RFC 8725 §3.1' },
  algorithm_unsupported: { clause: 'RFC 7515 §5.2' },
  jws_malformed: { clause: 'RFC 7515 §7.1' },
  header_malformed: { clause: 'RFC 7515 §4' },
  header_type_mismatch: { clause: 'RFC 7515 §4.1.9, RFC 8725 §3.11' },
  critical_header_unsupported: { clause: 'RFC 7515 §4.1.11, RFC 7797 §6' },
} as const

export type CryptoCodes = typeof cryptoCodes
