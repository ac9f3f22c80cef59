import type { TrustLanguage } from './words.ts'

export const en: TrustLanguage = {
  checks: {
    awarding_power: 'The power to award on the day of the award',
  },
  codes: {
    trust_type_out_of_scope: 'The issuer is known here, but not for documents of this kind.',
    trust_territory_out_of_scope: 'The issuer is known, but in a country for which it is not accepted here.',
    issuer_metadata_malformed: 'The page on which the issuer publishes its keys is not as the standard demands.',
    issuer_metadata_issuer_mismatch: 'The page with the issuer’s keys belongs to another issuer.',
    issuer_metadata_key_set_not_allowed:
      'The issuer’s page sends us to another host for its keys, and that host is not allowed here.',
    issuer_metadata_key_unknown: 'The key that the credential names is not among those that its issuer publishes.',
    issuer_metadata_key_ambiguous:
      'The issuer publishes several keys, and the credential does not say which one it means.',
    did_malformed: 'The issuer’s identifier (a DID) is not written as the standard demands.',
    did_method_not_allowed: 'The issuer’s identifier is of a kind that is not accepted here.',
    did_not_trusted:
      'The issuer has a key and an identifier of its own making, but it is not among those that are trusted here.',
    did_document_malformed: 'The page with the keys of the issuer’s identifier cannot be read.',
    did_document_mismatch: 'The page with the keys belongs to another identifier than the issuer’s.',
    did_key_unknown: 'The issuer’s identifier has no key that could have made this signature.',
    did_key_ambiguous: 'The issuer’s identifier has several keys, and the credential does not say which one it means.',
    did_controller_mismatch: 'The key that the issuer’s identifier names is controlled by somebody else.',
    cid_document_malformed: 'The page on which the issuer publishes its keys is not as the standard demands.',
    cid_document_mismatch: 'The page with the keys belongs to another issuer than the one that the credential names.',
    cid_controller_mismatch: 'The key that the issuer’s page names is controlled by somebody else.',
    cid_key_unknown: 'The issuer’s page has no key that could have made this signature.',
    cid_key_ambiguous: 'The issuer’s page has several keys, and the credential does not say which one it means.',
    certificate_binding_mismatch:
      'The certificate is valid, but it belongs to somebody else than the issuer that the credential names.',
    trust_list_malformed: 'The list of trusted institutions is not in the form that the standard demands.',
    trust_list_version_unsupported: 'The list of trusted institutions is of a version that cannot be read here.',
    trust_list_too_large: 'The list of trusted institutions is larger than is accepted.',
    trust_list_signature_malformed: 'The signature of the list of trusted institutions cannot be read.',
    trust_list_signature_invalid:
      'The signature of the list of trusted institutions does not hold: it was changed, or somebody else signed it.',
    trust_list_signer_unknown:
      'The list of trusted institutions is signed by somebody who is not known as its operator.',
    trust_list_signer_not_trusted:
      'The list of trusted institutions is signed by somebody who is not trusted to keep it.',
    trust_list_type_mismatch: 'It is a list of another kind than the one that is expected.',
    trust_list_territory_mismatch: 'It is a list of another country than the one that is expected.',
    trust_list_not_yet_issued: 'The list of trusted institutions is dated in the future.',
    trust_list_stale: 'The list of trusted institutions is out of date: its next edition was due.',
    trust_list_rolled_back: 'An older edition of the list of trusted institutions came than the one seen before.',
    trust_list_sequence_repeated: 'Two different editions of the list of trusted institutions carry the same number.',
    trust_list_extension_critical:
      'The list says something about this institution that may not be ignored and cannot be understood here.',
    trust_list_entry_ambiguous: 'The list names one key for several institutions, so it is unclear which one signed.',
    trust_list_service_withdrawn: 'The list names the issuer, but its permission to issue does not hold now.',
    trust_list_service_not_held_at_issuance:
      'When the credential was issued, its issuer did not have the permission to issue.',
    trust_list_entry_missing:
      'The issuer was not found through a list of institutions, so its power to award is unknown.',
    vical_malformed: 'The list of issuing authorities (VICAL) is not in the form that the standard demands.',
    vical_version_unsupported: 'The list of issuing authorities (VICAL) is of a version that cannot be read here.',
    vical_too_large: 'The list of issuing authorities (VICAL) is larger than is accepted.',
    vical_signature_malformed: 'The signature of the list of issuing authorities (VICAL) cannot be read.',
    vical_signature_invalid:
      'The signature of the list of issuing authorities (VICAL) does not hold: it was changed, or somebody else signed it.',
    vical_signer_not_trusted:
      'The list of issuing authorities (VICAL) is signed by somebody who is not trusted to provide it.',
    vical_not_yet_issued: 'The list of issuing authorities (VICAL) is dated in the future.',
    vical_stale: 'The list of issuing authorities (VICAL) is out of date: its next edition was due.',
    vical_rolled_back: 'An older edition of the list of issuing authorities (VICAL) came than the one seen before.',
    vical_issue_repeated: 'Two different editions of the list of issuing authorities (VICAL) carry the same number.',
    vical_entry_inconsistent:
      'What the list of issuing authorities (VICAL) says of this authority is not what the authority’s certificate says.',
    vical_profile_not_accepted:
      'The list of issuing authorities (VICAL) names the authority’s certificate for another use than signing issuers.',
    vical_doc_type_not_listed: 'The issuing authority is on the list (VICAL), but not for documents of this kind.',
    award_date_missing: 'The credential does not say, or does not show, on which day the degree was awarded.',
    award_date_malformed: 'The day of the award is not written as a date.',
    award_date_in_future: 'The day of the award lies in the future.',
    awarding_power_missing:
      'According to the list, the institution had no power to award this degree on the day of the award.',
  },
  advice: {
    trust_list_entry_missing: 'Ask the institution, or a recognition centre, whether it may award this degree.',
    award_date_missing: 'Ask the holder to show the day of the award as well.',
    awarding_power_missing:
      'Hand the case to a person who knows the institution’s history, or ask a recognition centre.',
    trust_list_entry_ambiguous: 'Tell the operator of the list.',
    trust_list_malformed: 'Tell the operator of the list; nothing is wrong with the credential.',
    vical_malformed: 'Tell the provider of the list; nothing is wrong with the document.',
    vical_entry_inconsistent: 'Tell the provider of the list.',
    vical_rolled_back: 'Check where the list comes from; nothing is known to be wrong with the document.',
    vical_stale: 'Fetch the newest edition of the list, and ask again.',
    trust_list_rolled_back: 'Check where the list comes from; nothing is known to be wrong with the credential.',
  },
}
