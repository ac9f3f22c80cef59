import type { DataIntegrityLanguage } from './words.ts'

export const en: DataIntegrityLanguage = {
  checks: {
    proofs: 'Form of the proofs',
    coverage: 'Everything is covered by the proof',
    proof_time: 'Time of the proofs',
  },
  skips: {
    coverage: 'The proof covers every character of the document.',
  },
  weakenings: {},
  codes: {
    proof_missing: 'The document has no proof.',
    proof_malformed: 'A proof is not written as the standard prescribes.',
    proof_type_unsupported: 'The proof is of a kind that is not known here.',
    proofs_too_many: 'The document has more proofs than are accepted.',
    cryptosuite_unsupported: 'The proof was made by a method that is not accepted here.',
    proof_purpose_mismatch: 'The proof was made for another purpose.',
    proof_chain_broken: 'A proof builds on another one that is not there, or on itself.',
    proof_value_malformed: 'The value of the proof is not written as its method prescribes.',
    proof_not_derived: 'The credential came with the proof that its issuer meant for its holder alone.',
    proof_not_base: 'Parts can only be shown of the credential as its issuer made it.',
    proof_expired: 'The proof has expired.',
    proof_in_future: 'By its own word the proof was made in the future.',
    proof_domain_mismatch: 'The proof was made for somebody else.',
    proof_challenge_mismatch: 'The proof answers another request.',
    proof_context_mismatch: 'The proof covers other contexts than the document has.',
    context_unknown: 'The document gives its words their meaning by a context that is not known here.',
    context_inline: 'The document gives its words a meaning of its own.',
    member_not_signed: 'Something in the document means nothing to the proof, so that anybody could have added it.',
    member_not_term: 'A name in the document is written so that it could have been changed under the proof.',
    member_unmapped:
      'A name in the document has no meaning in any of its contexts, so that the proof does not cover it.',
    number_inexact: 'A number has more digits than the proof covers.',
    json_ld_malformed: 'The document is no JSON-LD.',
    canonicalization_too_complex: 'The document is built so that checking it would take too long.',
    pointer_malformed: 'A pointer to a part of the document is not written as the standard prescribes.',
    pointer_unmatched: 'A part that was to be shown is not in the document.',
    proof_suite_not_selective: 'This credential was not signed so that parts of it could be shown.',
  },
  advice: {
    context_unknown: 'Add the context, if you know what its words mean and trust whoever publishes it.',
    proof_not_derived: 'Ask the holder to show it again, from a wallet that derives a proof.',
    canonicalization_too_complex: 'Do not try again: honest credentials are not built like this.',
    proof_in_future: 'Check the clocks of both sides.',
  },
}
