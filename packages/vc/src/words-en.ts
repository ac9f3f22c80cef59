import type { VcLanguage } from './words.ts'

export const en: VcLanguage = {
  checks: {
    data_model: 'Entries that a W3C credential must have',
    related_resources: 'Integrity of related documents',
    credential_schema: 'Schema of the credential',
    presented_credential: 'Form of the credential in the presentation',
    credential_proof: 'Proof of the issuer',
    holder: 'Who presents',
    presentation_signature: 'Signature of the holder',
    answer: 'Answer to your request',
  },
  skips: {
    related_resources: 'The credential names no related documents.',
  },
  weakenings: {
    iat_as_date_time:
      'Weakened by “iat_as_date_time”: the time of issue is written as a date, where the standard has seconds, which was tolerated on request.',
  },
  codes: {
    base_context_missing: 'This is not a W3C credential of version 2: its first context is not that of the standard.',
    context_malformed:
      'The context, which gives the names in the credential their meaning, is not written as the standard prescribes.',
    term_redefined: 'The credential gives a word of the standard another meaning.',
    type_missing: 'The credential, or something in it, does not say of what type it is.',
    type_malformed: 'A type is not written as the standard prescribes.',
    type_unmapped: 'The credential names a type that none of its contexts defines.',
    identifier_malformed: 'An identifier is not one URL, or is missing where there has to be one.',
    language_value_malformed: 'A name or description is not written as the standard prescribes.',
    credential_issuer_malformed: 'The credential does not say who issued it, or not by a URL.',
    credential_subject_malformed: 'The credential says nothing about anybody.',
    date_time_malformed: 'A date is not written as the standard prescribes, or does not exist.',
    validity_period_reversed: 'By its own dates the credential ends before it begins.',
    object_malformed: 'An entry that has to be an object, or several, is none.',
    related_resource_malformed:
      'The credential points to a related document without saying properly which one, or what its digest is.',
    related_resource_repeated: 'The credential names the same related document twice.',
    related_resource_mismatch: 'A related document is not the one that the issuer meant: its digest differs.',
    credential_schema_unknown:
      'The schema that the credential names is not at hand, and its publisher is not among those that may be asked.',
    credential_schema_malformed:
      'The schema that the credential names is none, or asks for something that is not done here.',
    credential_schema_version_unsupported:
      'The schema that the credential names is of a version that is not known here.',
    credential_schema_too_complex: 'The schema that the credential names would take too long to check.',
    credential_schema_mismatch: 'The credential does not conform to the schema that it names.',
    credential_schema_undecided:
      'Without the claims that were withheld, it cannot be told whether the credential conforms to its schema.',
    open_badge_malformed: 'The badge is not built as Open Badges 3.0 prescribes.',
    open_badge_result_unknown: 'The badge shows a result that its achievement does not describe.',
    badge_header_malformed: 'The header of the badge is not as Open Badges 3.0 prescribes.',
    badge_claim_mismatch: 'The badge says one thing of itself in its envelope and another inside.',
    endorsements_too_many: 'The badge carries more endorsements than are looked at.',
    endorsement_format_unknown: 'An endorsement in the badge is of a format that is not accepted here.',
    endorsement_subject_mismatch: 'An endorsement in the badge is about something else.',
    endorsement_status_unchecked: 'An endorsement in the badge can be withdrawn, and whether it was is not asked here.',
    recipient_mismatch: 'The badge is about somebody else.',
    holder_malformed: 'The presentation names its holder by something that is no URL.',
    presented_credential_malformed: 'What the presentation holds in the place of a credential is none.',
    presented_credential_unsecured: 'A credential in the presentation has no proof of its own.',
    presented_credentials_several: 'The presentation holds several credentials, where one was to be verified.',
    presented_credentials_too_many: 'The presentation holds more credentials than are accepted.',
    presented_credential_missing: 'The presentation does not hold the credential that was asked for.',
    envelope_malformed: 'A credential in the presentation is not enclosed as the standard prescribes.',
    envelope_type_not_allowed: 'A credential in the presentation is of a format that is not accepted here.',
    legacy_claim_present: 'The credential is wrapped as in version 1.1 of the standard, which version 2 forbids.',
    media_type_mismatch: 'By its own header this is another kind of document than was expected.',
    issuer_conflict: 'Envelope and credential name different issuers.',
    claim_not_separable: 'This credential can only be shown whole, and not all of it was agreed to be shown.',
    presentation_missing:
      'The credential came without a presentation that its holder signed, so this may be a mere copy of somebody’s credential.',
    presentation_unexpected: 'There is a presentation that answers a request, but no request was made.',
    presentation_holder_mismatch: 'The presentation names somebody else as its holder than the credential does.',
    presentation_key_unknown:
      'The credential does not say which key its holder has, so nobody can prove that it is theirs.',
    presentation_signature_invalid: 'The presentation is not signed by the holder of the credential.',
    presentation_claims_malformed: 'The presentation does not say properly whom it answers and which request.',
    presentation_nonce_mismatch: 'The presentation answers another request.',
    presentation_audience_mismatch: 'The presentation was made for somebody else.',
    presentation_in_future: 'By its own word the presentation was made in the future.',
    presentation_too_old: 'The presentation was made too long ago.',
    presentation_expired: 'The presentation has expired.',
  },
  advice: {
    base_context_missing: 'Ask the issuer for a credential of version 2 of the W3C data model.',
    presentation_missing: 'Ask the holder to present the credential from a wallet.',
    presentation_key_unknown: 'Ask the issuer to issue the credential again, bound to the holder’s key.',
    presentation_nonce_mismatch: 'Ask the holder to answer again.',
    presentation_too_old: 'Ask the holder to answer again.',
    presentation_in_future: 'Check the clocks of both sides.',
  },
}
