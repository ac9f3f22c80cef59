import type { WaistLanguage } from './waist-words.ts'

export const en: WaistLanguage = {
  space: ' ',
  verdicts: {
    accepted:
      'Accepted, judged at {at}: the credential is authentic, from an issuer that you trust, and meets every rule that was set. Whether it is enough for your purpose is yours to decide.',
    weakened:
      'Accepted with reservations, judged at {at}: every check that was made has passed, but something was left out on request, as said below. Whether it is enough for your purpose is yours to decide.',
    rejected: 'Refused, judged at {at}: the credential did not pass {stage} (code {code}).',
    received: 'Received: the credential is authentic, from an issuer that you trust, and yours to use.',
    not_received: 'Not received: the credential did not pass {stage} (code {code}).',
  },
  outcomes: {
    passed: '{check}: passed.',
    failed: '{check}: failed. {reason}',
    skipped: '{check}: not checked. {reason}',
    not_reached: '{check}: not reached.',
  },
  phrases: {
    path: 'This concerns {path}.',
    unknown_check: 'The check “{name}”',
    unknown_code: 'The reason has the code {code}.',
    retry: 'What was needed for the check could not be had for now. Try again later; until then, do not rely on it.',
    receive_again: 'Do not keep this credential. Ask the issuer to issue it again, and name the code.',
  },
  stages: {
    parse: {
      name: 'the reading of its form',
      advice:
        'Ask the holder to present it again from the wallet. If it is refused again, give the code to your technical support: the wallet or the issuer may be writing it wrongly.',
    },
    authenticate: {
      name: 'the check of its authenticity',
      advice:
        'Do not rely on anything in it. Ask the holder to present it again; if it is refused again, ask the issuer directly whether the credential is genuine.',
    },
    trust: {
      name: 'the check of trust in its issuer',
      advice:
        'Have a person look at it: ask whoever keeps your list of trusted issuers, or let the issuer confirm it to you in another way.',
    },
    policy: {
      name: 'the check against your rules',
      advice: 'Ask the holder for a credential that meets the rule, or have a person decide.',
    },
    status: {
      name: 'the check for revocation',
      advice: 'Ask the issuer about the credential before you rely on it.',
    },
  },
  checks: {
    format: 'Format',
    issuer_trusted: 'Trust in the issuer',
    validity: 'Period of validity',
    audience: 'Recipients that the credential names',
    issuer_allowed: 'Issuers that you accept',
    type_allowed: 'Kinds of credential that you accept',
    claims_present: 'Claims that you require',
    age: 'Time since issuance',
    replay: 'First answer to this request',
    status: 'Revocation',
    holder_key: 'Binding to your own key',
    parts: 'Credentials in the answer',
    same_holder: 'One holder for all credentials',
    same_subject: 'One person in all credentials',
  },
  skips: {
    status_none: 'The credential names no place where its revocation could be asked about.',
    status_not_checked: 'The caller chose not to ask about revocation.',
    other: 'There was nothing to check.',
  },
  weakenings: {
    bearer: 'Weakened by “bearer”: no proof of the holder was asked for, so anyone with a copy could have shown this.',
    ignoreStatus:
      'Weakened by “ignoreStatus”: revocation was not looked at, so a revocation would have gone unnoticed.',
    other: 'Weakened by “{name}”: a departure from the standard was tolerated on request.',
  },
  codes: {
    base64_malformed: 'A part of it is not written in base64 as it must be.',
    base64url_malformed: 'A part of the credential is not encoded as it must be (canonical base64url).',
    text_not_utf8: 'A part of the credential is not readable text (valid UTF-8).',
    json_malformed: 'A part of the credential is not valid JSON.',
    json_name_repeated:
      'A part of the credential has two entries of the same name, so that it could be read in two ways.',
    json_too_deep: 'The entries of the credential are nested more deeply than is accepted.',
    json_number_unsafe: 'The credential has a number that cannot be read exactly.',
    json_surrogate_lone: 'The credential has a broken character (half of a surrogate pair).',
    cbor_malformed:
      'A part of it in binary form (CBOR) is cut off, has something left over, or follows no form at all.',
    cbor_not_minimal:
      'A part of it in binary form (CBOR) writes a number or a length longer than needed, so that one content could be written in several ways.',
    cbor_indefinite: 'A part of it in binary form (CBOR) does not say beforehand how long it is.',
    cbor_key_repeated:
      'A part of it in binary form (CBOR) names one member twice, so that it could be read in two ways.',
    cbor_key_unsupported:
      'A part of it in binary form (CBOR) names a member by something other than a short number, text or bytes.',
    cbor_simple_unsupported: 'A part of it in binary form (CBOR) holds a value that has no meaning in credentials.',
    cbor_tag_not_allowed: 'A part of it in binary form (CBOR) is marked as a kind of value that has no place there.',
    cbor_too_deep: 'A part of it in binary form (CBOR) is nested too deeply.',
    cbor_too_large: 'A part of it in binary form (CBOR) is larger, or has more parts, than is accepted.',
    multibase_malformed: 'A part of it does not say by a known letter how it is encoded, or is not encoded so.',
    multicodec_malformed: 'A part of it does not say by a number what it is.',
    multihash_malformed: 'A digest in it is cut off, or not of the length of its hash.',
    multihash_unsupported: 'A digest in it was made by a hash that is not accepted.',
    key_malformed: 'A public key that is needed for the check is incomplete, or its values are impossible.',
    key_type_unsupported: 'A public key is of a kind that is not supported here.',
    key_private:
      'A private key stands where only a public key may stand. It is no longer secret and must not be used again.',
    key_set_malformed:
      'A set of keys cannot be used: it is not written as one, or two of its keys have the same identifier.',
    key_type_mismatch: 'The key is of a kind that cannot be used with the signature algorithm that was named.',
    key_use_mismatch: 'The key is marked for another use than this one.',
    key_algorithm_mismatch: 'The key is reserved for another signature algorithm than the one that was named.',
    algorithm_missing: 'The signature does not say by which algorithm it was made.',
    algorithm_not_allowed: 'The signature names an algorithm that is not accepted here.',
    algorithm_unsupported: 'The signature names an algorithm that this system is not able to check.',
    jws_malformed: 'A signed part does not consist of header, content and signature as it must.',
    header_malformed: 'The header of a signature has an entry of the wrong kind.',
    header_type_mismatch: 'The header of a signed text names another kind of document than was expected.',
    critical_header_unsupported:
      'The signature demands an extension that is not understood here, or demands it wrongly.',
    compressed_malformed:
      'Something that was sent compressed cannot be unpacked: it is damaged, cut off, or has something left over.',
    compressed_too_large: 'Something that was sent compressed would unpack to more than is accepted.',
    x5c_malformed: 'The certificates that came with a signature are not written as they must be.',
    cose_malformed: 'The signature in binary form (COSE) does not have the parts that it must have.',
    cose_tag_mismatch: 'The signature in binary form (COSE) is marked as another kind of message than is due here.',
    cose_label_repeated:
      'The signature in binary form (COSE) says one thing twice, protected and not, so that it could be read in two ways.',
    cose_payload_mismatch: 'What was signed is missing, or came twice.',
    x5chain_malformed: 'The certificates that came with the signature in binary form are not written as they must be.',
    cwt_malformed: 'The statements of a token in binary form (CWT) are not written as they must be.',
    certificate_malformed: 'A certificate of the issuer is not written as certificates must be.',
    certificate_too_large: 'A certificate of the issuer is larger than is accepted.',
    certificate_chain_too_long:
      'There are more certificates between the issuer and an authority that you trust than is accepted.',
    certificate_expired: 'A certificate of the issuer, or of an authority above it, has expired.',
    certificate_not_yet_valid: 'A certificate of the issuer, or of an authority above it, is not valid yet.',
    certificate_signature_invalid:
      'A certificate of the issuer was not signed by the authority that it names: it is forged or damaged.',
    certificate_algorithm_not_allowed:
      'A certificate of the issuer is signed in a way that is not secure, or not known.',
    certificate_key_weak: 'An authority above the issuer signs with a key that is too short to be secure.',
    certificate_key_unsupported:
      'A certificate of the issuer, or of an authority above it, has a kind of key that is not accepted here.',
    certificate_issuer_mismatch: 'The certificates that were sent do not follow one from the other.',
    certificate_authority_unknown: 'The certificates of the issuer lead to no authority that you trust.',
    certificate_not_authority: 'A certificate above the issuer does not allow its owner to issue others.',
    certificate_path_too_long: 'An authority above the issuer may not have as many authorities below it.',
    certificate_usage_mismatch: 'The certificate of the issuer is meant for another use than this.',
    certificate_extension_unknown: 'A certificate of the issuer insists on a rule that is not known here.',
    certificate_name_not_permitted: 'An authority may not issue certificates for the names that the issuer goes by.',
    certificate_self_signed: 'The issuer signed its certificate itself, so that no authority vouches for it.',
    certificate_anchor_included:
      'The issuer sent the very certificate that is to be trusted, which the rules of the profile forbid.',
    certificate_profile_mismatch: 'The certificates of the issuer do not keep the rules for this kind of credential.',
    certificate_revoked: 'A certificate of the issuer, or of an authority above it, was revoked.',
    crl_malformed: 'The list of revoked certificates is not written as such lists must be.',
    crl_too_large: 'The list of revoked certificates is larger than is accepted.',
    crl_unsupported: 'The list of revoked certificates is of a kind, or insists on a rule, that is not known here.',
    crl_issuer_mismatch: 'The list of revoked certificates is not that of the authority that issued the certificate.',
    crl_signature_invalid: 'The list of revoked certificates was not signed by the authority that it names.',
    crl_profile_mismatch:
      'The list of revoked certificates does not keep the rules for authorities of this kind of credential.',
    crl_stale: 'The list of revoked certificates that could be had is out of date.',
    crl_unavailable: 'The list of revoked certificates could not be had.',
    format_unknown: 'What was received has none of the formats that are accepted here.',
    input_too_large: 'What was received is larger than is accepted.',
    challenge_unsupported: 'The request is of a kind that a credential of this format does not answer.',
    path_unmatched: 'A claim was named that this credential does not have.',
    period_empty: 'The credential would expire before it is issued or becomes valid.',
    signature_invalid:
      'The signature does not fit the content and the issuer’s key: the content was changed, or somebody else signed it.',
    signatures_insufficient: 'Fewer signatures hold than are required.',
    key_unknown:
      'No trusted key was found for this signature: you do not trust the issuer that it names, or it was made with a key that you do not know.',
    keys_too_many: 'Too many keys might belong to this signature for each of them to be tried.',
    issuer_not_trusted: 'The signature holds, but the issuer behind it is not trusted.',
    trust_unreachable: 'The place that says which issuers are trusted could not be reached.',
    expired: 'The credential has expired.',
    not_yet_valid: 'The period of validity has not begun.',
    audience_mismatch: 'The credential is meant for certain recipients, and you are not one of them.',
    issuer_not_allowed: 'The issuer is trusted, but it is not one that you accept for this purpose.',
    type_not_allowed: 'The credential is of another kind than you accept for this purpose.',
    claim_missing: 'A claim that you require was withheld or is not part of the credential.',
    claims_mismatch: 'The claims do not have the structure that you require.',
    issue_time_missing: 'The credential does not say when it was issued, so its age is unknown.',
    issued_in_future: 'The credential says that it was issued at a time that has not come yet.',
    too_old: 'The credential was issued longer ago than you accept.',
    policy_failed: 'A rule of your own is not met.',
    replay_store_full:
      'It could not be noted that this request has been answered, because too many answers are noted already.',
    nonce_replayed: 'A presentation for this request has been accepted before, and each request counts only once.',
    holder_key_missing: 'The credential is not bound to a key of its holder, although it has to be.',
    holder_key_differs: 'The credential is bound to another key than it has to be.',
    subject_differs: 'The credentials do not all speak of the same person.',
    status_missing: 'The credential does not say where its revocation can be asked about, although it has to.',
    status_invalid: 'The issuer has revoked the credential.',
    status_suspended: 'The issuer has suspended the credential.',
    status_unreachable: 'Whether the credential has been revoked could not be found out.',
    retrieval_unavailable:
      'Something on the Internet had to be asked, and nothing may be asked as this verification is set up.',
    retrieval_url_refused:
      'The address that was to be asked is none that may be asked: only secure addresses (https) without a name or password in them are.',
    retrieval_address_refused:
      'The address that was to be asked belongs to a private network or to this machine itself.',
    retrieval_redirected: 'The host that was asked sent us on too many times, or nowhere.',
    retrieval_timed_out: 'The host that was asked did not answer in time.',
    retrieval_too_large: 'The answer of the host is larger than is accepted.',
    retrieval_status: 'The host that was asked has no answer.',
    retrieval_media_type: 'The host answered with something else than was asked for.',
    retrieval_failed: 'The host that was asked could not be reached.',
    retrieval_not_in_bundle: 'What was needed is not in the offline bundle, and nobody else may be asked.',
    retrieval_too_old: 'What the offline bundle has is older than is accepted.',
    bundle_malformed: 'The offline bundle is not written as such bundles must be.',
    bundle_signature_invalid: 'The offline bundle was not signed by anybody whose bundles are believed here.',
  },
  advice: {
    challenge_unsupported:
      'Ask in a way that this format knows: OpenID4VP, for an mdoc also a session of ISO/IEC 18013-5, for an SD-JWT also directly.',
    path_unmatched: 'Compare the name and its place with the claims of the credential.',
    period_empty: 'Correct the dates of the draft.',
    key_private: 'Tell the issuer or the maker of the wallet at once: whoever has seen this key can sign with it.',
    key_set_malformed: 'Have the keys that you configured checked by your technical support.',
    keys_too_many: 'Have the keys that you configured for this issuer checked by your technical support.',
    format_unknown: 'Ask the holder for the credential in a format that you accept, straight from the wallet.',
    key_unknown:
      'Do not conclude that it is forged, nor that it is genuine. Ask whoever keeps your list of trusted issuers whether this issuer and its key belong on it.',
    trust_unreachable: 'Try again later; until then, do not rely on it.',
    expired: 'Ask the holder to obtain a new credential from the issuer and to present that one.',
    not_yet_valid: 'Ask the holder to present it again once it is valid, and check that your own clock is right.',
    audience_mismatch: 'Ask the holder for a credential that is meant for you or for anyone.',
    type_not_allowed: 'Tell the holder which kind of document you need.',
    claim_missing: 'Ask the holder to present it again and to include this claim.',
    issued_in_future: 'Check that your own clock is right; if it is, ask the issuer.',
    too_old: 'Ask the holder to obtain a newly issued credential and to present that one.',
    replay_store_full: 'Try again later; nothing is wrong with the presentation.',
    nonce_replayed:
      'If you have this answer on file already, there is nothing to do. Otherwise make a new request and ask the holder to answer it.',
    holder_key_missing: 'Ask for a credential that is bound to its holder, or have a person check the identity.',
    holder_key_differs: 'Have a person check to whom the credential belongs.',
    subject_differs: 'Have a person compare the names and dates of birth; spellings of one name can differ.',
    status_invalid:
      'Do not rely on it. Ask the holder whether a replacement was issued, and the issuer where in doubt.',
    status_suspended: 'Wait for the issuer’s decision, or ask the issuer; do not rely on it until then.',
    status_unreachable:
      'Do not rely on it until its status is known; check that status lists can be reached from here.',
  },
}
