import type { StatusLanguage } from './words.ts'

export const en: StatusLanguage = {
  codes: {
    status_mechanism_unsupported:
      'The credential says that its revocation is found in a way that is not known here, so that nobody can say whether it still holds.',
    status_list_malformed: 'The revocation list is not written as such lists must be.',
    status_list_type_mismatch: 'What was found in the place of the revocation list is another kind of document.',
    status_list_signature_invalid: 'The revocation list was not signed by whom it should be: it is forged or damaged.',
    status_list_signer_unknown: 'The revocation list was signed by somebody whom you do not trust.',
    status_list_signer_unrelated:
      'The revocation list was signed by somebody who has nothing to do with the issuer of the credential.',
    status_list_subject_mismatch: 'The revocation list is one for another place than the credential names.',
    status_list_expired: 'The revocation list that could be had is out of date.',
    status_list_not_yet_valid: 'The revocation list is dated in the future.',
    status_list_time_mismatch: 'The revocation list is not one of the time that was asked about.',
    status_index_out_of_range: 'The revocation list has no entry for the credential.',
    status_unknown:
      'The revocation list says something of the credential that is not known here; it counts as not valid.',
    status_replaced: 'The credential was replaced by another, as after a correction. The degree itself may stand.',
    status_withdrawn: 'The issuer has withdrawn the award itself, not merely this credential.',
    status_purpose_mismatch: 'The revocation list answers another question than the one that the credential names.',
    bitstring_malformed: 'The revocation list, or the entry of the credential in it, is not written as it must be.',
    aggregation_malformed: 'The list of revocation lists is not written as such lists must be.',
    status_list_full: 'The revocation list has no entry left: begin another one.',
  },
  advice: {
    status_replaced: 'Ask the holder for the new credential.',
    status_withdrawn: 'Do not rely on the award. Ask the issuer if you have reason to doubt the withdrawal.',
  },
  checks: {},
}
