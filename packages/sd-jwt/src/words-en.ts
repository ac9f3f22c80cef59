import type { SdJwtLanguage } from './words.ts'

export const en: SdJwtLanguage = {
  checks: {
    structure: 'Form',
    claims: 'Entries that a credential must have',
    algorithm: 'Signature algorithm',
    issuer_signature: 'Signature of the issuer',
    disclosures: 'Disclosed claims',
    key_binding: 'Proof of the holder',
    type_rules: 'Rules of the credential’s type',
  },
  skips: {
    key_binding: 'No proof of the holder was asked for.',
  },
  weakenings: {
    'typ_vc+sd-jwt':
      'Weakened by “typ_vc+sd-jwt”: the credential has the media type of an old draft of the standard, which was tolerated on request.',
  },
  codes: {
    sd_jwt_malformed: 'This is not an SD-JWT: the signed part or a separator is missing.',
    json_serialization_malformed: 'The credential comes as JSON, but not in the shape that the standard prescribes.',
    json_serialization_not_allowed: 'The credential comes as JSON, where only the compact form is accepted.',
    disclosure_malformed: 'A disclosed claim is not written as the standard prescribes.',
    disclosures_too_many: 'More claims were disclosed than are accepted.',
    claim_name_reserved: 'A claim has a name that the standard keeps for its own use.',
    key_binding_missing:
      'The holder’s signature over your request is missing, so this may be a mere copy of somebody’s credential.',
    key_binding_unexpected:
      'There is a holder’s signature over a request, but no request was made that it could answer.',
    key_binding_malformed: 'The holder’s proof cannot be read.',
    type_header_mismatch: 'By its own header this is another kind of document than was expected.',
    hash_algorithm_not_allowed: 'The claims are protected by a hash algorithm that is not accepted here.',
    hash_algorithm_misplaced: 'The name of the hash algorithm stands at a place where it must not stand.',
    hash_too_weak:
      'The hash algorithm is weaker than the signature, which would make the claims the easiest part to forge.',
    digests_malformed: 'The digests that stand for withheld claims are not written as the standard prescribes.',
    digest_repeated: 'The same digest occurs twice, so that one claim could stand in two places.',
    disclosure_repeated: 'The same claim was disclosed twice.',
    disclosure_unreferenced:
      'A disclosed claim is not among those that the issuer signed: it was changed or added afterwards.',
    disclosure_misplaced:
      'A disclosed claim is of the wrong sort for its place: an element of a list where a named claim belongs, or the reverse.',
    claim_repeated: 'A disclosed claim would stand in the place of another one of the same name.',
    claims_too_deep: 'The claims are nested more deeply than is accepted.',
    claim_not_disclosable: 'A claim that must always be visible could be withheld in this credential.',
    time_malformed: 'A time in the credential (of issuance, start or end) is not a possible point in time.',
    audience_malformed: 'The recipients that the credential names are not written as the standard prescribes.',
    issuer_malformed: 'The name of the issuer is not written as the standard prescribes.',
    confirmation_missing: 'The credential is bound to no key, so nobody can prove to be its holder.',
    confirmation_unsupported: 'The credential refers to its holder’s key in a way that is not supported here.',
    key_binding_type_mismatch: 'What came in the place of the holder’s proof is another kind of signed text.',
    key_binding_signature_invalid:
      'The holder’s signature does not fit the key to which the credential is bound: somebody else presented it, or the proof was changed.',
    key_binding_claims_malformed: 'An entry of the holder’s proof is missing or of the wrong kind.',
    key_binding_in_future: 'The holder’s proof is dated later than now: one of the two clocks is wrong.',
    key_binding_too_old: 'The holder’s proof was made too long ago.',
    key_binding_nonce_mismatch: 'The holder’s proof answers another request than this one.',
    key_binding_audience_mismatch: 'The holder’s proof is meant for another recipient.',
    key_binding_hash_mismatch:
      'The holder’s proof covers other claims than were presented: some were added or removed after it was signed.',
    key_binding_expired: 'The holder’s proof has expired.',
    key_binding_not_yet_valid: 'The holder’s proof is not valid yet.',
    vct_missing: 'The credential does not say of which kind it is.',
    aka_vcts_malformed:
      'The further kinds that the credential claims to be are not written as the standard prescribes.',
    integrity_malformed: 'The checksum of the description of its kind is not written as the standard prescribes.',
    status_malformed: 'The entry that says where to ask about revocation is not written as the standard prescribes.',
    certificates_missing: 'The certificate of the issuer is missing, although it is prescribed here.',
    certificates_malformed: 'The certificates of the issuer are not written as the standard prescribes.',
    type_metadata_missing:
      'Nothing is known of this type of credential: its rules were not given, and it names no place to ask.',
    type_metadata_publisher_not_allowed: 'The rules of this type are published by somebody on whom you do not rely.',
    type_metadata_malformed: 'The rules of this type are not written as the standard prescribes.',
    type_metadata_outdated:
      'The rules of this type are written in the way of an old draft of the standard, which was not allowed for.',
    type_metadata_too_large: 'The rules of this type are larger than is accepted.',
    type_metadata_type_mismatch: 'The rules that were found are those of another type.',
    integrity_mismatch:
      'A document is not the one that was promised: it was changed since, or its digest was written wrongly.',
    type_metadata_circular:
      'This type extends itself, directly or by way of others, so that its rules have no beginning.',
    type_metadata_too_deep: 'This type extends another that extends another, further than is accepted.',
    type_metadata_override_forbidden: 'This type loosens a rule that the type which it extends has fixed.',
    claim_structure_mismatch:
      'The claims are not built as the rules of this type say: a list stands where a named claim belongs, or the reverse.',
    claim_sd_required: 'A claim that the holder must be able to withhold is always visible in this credential.',
    claim_sd_forbidden: 'A claim that this type of credential must always show could be withheld by the holder.',
    mandatory_claim_missing: 'A claim without which this type of credential must not be issued is missing.',
    svg_template_refused:
      'The picture for this credential is not drawn: it holds something that is not allowed in it, or cannot be read.',
    svg_placeholder_misplaced:
      'The picture for this credential is not drawn: it would put a claim where only its own drawing belongs.',
    svg_placeholder_unknown:
      'The picture for this credential is not drawn: it asks for a claim that the rules of this type do not name.',
    claim_reserved: 'A claim of the draft repeats what the draft says in a place of its own.',
    salt_repeated: 'The random numbers of this system repeat themselves, so that withheld claims could be guessed.',
  },
  advice: {
    type_metadata_missing:
      'Give the verifier the rules of this type, as its publisher or a registry has them, or do without this check.',
    type_metadata_publisher_not_allowed:
      'If you rely on this publisher, add it to those whose rules you take; if not, refuse the credential.',
    type_metadata_malformed: 'Tell whoever publishes the rules of this type, and use a corrected copy until then.',
    type_metadata_outdated: 'Allow the old way of writing by its name, or ask the publisher for newer rules.',
    integrity_mismatch: 'Try again later; if it stays so, tell the issuer and whoever publishes the document.',
    claim_sd_required: 'Tell the issuer: the credential has to be issued anew.',
    claim_sd_forbidden: 'Tell the issuer: the credential has to be issued anew.',
    claim_structure_mismatch: 'Tell the issuer: the credential has to be issued anew.',
    mandatory_claim_missing: 'Tell the issuer: the credential has to be issued anew.',
    key_binding_missing:
      'Ask the holder to present it from the wallet in answer to your request. Do not accept a file or a copy instead.',
    key_binding_unexpected:
      'Give your request along when verifying, or ask for a presentation without a proof of the holder.',
    confirmation_missing: 'Ask for a credential that is bound to its holder, or have a person check the identity.',
    disclosure_unreferenced:
      'Treat it as altered. Ask the holder to present it again straight from the wallet; if this happens again, inform the issuer.',
    key_binding_signature_invalid:
      'Do not rely on who presented it. Make a new request and ask the holder to answer it from the holder’s own wallet.',
    key_binding_in_future:
      'Check that your own clock is right, then make a new request and ask the holder to answer it.',
    key_binding_too_old: 'Make a new request and ask the holder to answer it without delay.',
    key_binding_nonce_mismatch:
      'Make a new request and ask the holder to answer it. If the old answer comes again, somebody may be showing a copy.',
    key_binding_audience_mismatch:
      'Ask the holder to answer your own request. If this happens again, somebody may be passing on what was meant for another.',
    key_binding_hash_mismatch:
      'Ask the holder to present it again straight from the wallet; nobody may change it on its way.',
    key_binding_expired: 'Make a new request and ask the holder to answer it without delay.',
    claim_reserved: 'Remove the claim from the claims of the draft.',
    salt_repeated: 'Issue nothing until the source of randomness of this system has been mended.',
    hash_too_weak: 'Choose a hash algorithm that is at least as strong as the signature.',
  },
}
