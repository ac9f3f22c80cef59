/** The codes of this package, each with the clause behind it. */
export const encodingCodes = {
  base64_malformed: { clause: 'RFC 4648 §4' },
  base64url_malformed: { clause: 'RFC 4648 §5, RFC 7515 §2' },
  text_not_utf8: { clause: 'RFC 8259 §8.1' },
  json_malformed: { clause: 'RFC 8259 §2' },
  json_name_repeated: { clause: 'RFC 8259 §4, RFC 7515 §4' },
  json_too_deep: { clause: 'RFC 8259 §9' },
  json_number_unsafe: { clause: 'RFC 8259 §6, RFC 7493 §2.2' },
  json_surrogate_lone: { clause: 'RFC 8259 §8.2, RFC 7493 §2.1' },
  cbor_malformed: { clause: 'RFC 8949 §5.3.1, §3.4.5.1' },
  cbor_not_minimal: { clause: 'RFC 8949 §4.1' },
  cbor_indefinite: { clause: 'RFC 8949 §4.2.1' },
  cbor_key_repeated: { clause: 'RFC 8949 §5.6' },
  cbor_key_unsupported: { clause: 'limits of this library' },
  cbor_simple_unsupported: { clause: 'RFC 8949 §3.3' },
  cbor_tag_not_allowed: { clause: 'RFC 8949 §3.4' },
  cbor_too_deep: { clause: 'limits of this library' },
  cbor_too_large: { clause: 'limits of this library' },
  multibase_malformed: { clause: 'Controlled Identifiers 1.0 §2.4' },
  multicodec_malformed: { clause: 'Controlled Identifiers 1.0 §2.2.2' },
  multihash_malformed: { clause: 'Controlled Identifiers 1.0 §2.5' },
  multihash_unsupported: { clause: 'Controlled Identifiers 1.0 §2.5' },
} as const

export type EncodingCodes = typeof encodingCodes
