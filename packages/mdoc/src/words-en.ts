import type { MdocLanguage } from './words.ts'

export const en: MdocLanguage = {
  checks: {
    structure: 'Form',
    algorithm: 'Signature algorithm',
    issuer_signature: 'Signature of the issuer',
    digests: 'Disclosed entries',
    doc_type: 'Kind of document',
    document_signer: 'Certificate of the signer',
    device_authentication: 'Proof of the holder',
  },
  skips: {
    document_signer: 'The key of the signer was given, and no certificate was asked for.',
    device_authentication: 'No proof of the holder was asked for.',
  },
  weakenings: {
    cbor_interop:
      'Weakened by “cbor_interop”: numbers or lengths are written longer than needed, which was tolerated on request.',
    cose_tagged:
      'Weakened by “cose_tagged”: a signature bears a tag that the standard leaves out, which was tolerated on request.',
    mdoc_short_random:
      'Weakened by “mdoc_short_random”: entries are protected by too few random bytes, so that withheld ones can be guessed; this was tolerated on request.',
    mdoc_fractional_dates:
      'Weakened by “mdoc_fractional_dates”: a date has a fraction of a second, which was tolerated on request.',
  },
  codes: {
    mdoc_malformed: 'This is not an mdoc as the standard prescribes it.',
    mdoc_version_unsupported: 'The mdoc is of a version that is not known here.',
    mdoc_status_not_ok: 'The wallet reports that it could not answer the request.',
    mdoc_documents_missing: 'The wallet answered without a single document.',
    mdoc_too_large: 'The mdoc is larger than is accepted.',
    element_repeated: 'One entry occurs twice, so that two readers could take a different one.',
    mso_malformed: 'What the issuer signed is not written as the standard prescribes.',
    mso_digest_algorithm_not_allowed: 'The entries are protected by a hash algorithm that is not accepted here.',
    x5chain_missing: 'The document does not bring the certificate of whoever signed it.',
    device_response_unexpected:
      'This is an answer of a wallet to a request, but none was made: it cannot be checked whom it answers.',
    mdoc_several_documents: 'The answer holds several documents where one was expected.',
    signed_outside_certificate:
      'The document was signed at a time at which the certificate of its signer was not valid.',
    valid_beyond_certificate: 'The document is valid for longer than the certificate of its signer.',
    issuing_country_mismatch: 'The country that the document names is not the one of the certificate of its signer.',
    issuing_jurisdiction_mismatch:
      'The state or region that the document names is not the one of the certificate of its signer.',
    doc_type_mismatch: 'The document is shown as another kind than the one for which it was issued.',
    element_digest_missing: 'An entry is not among those that the issuer signed: it was added afterwards.',
    element_digest_mismatch: 'An entry is not what the issuer signed: it was changed afterwards.',
    device_authentication_missing: 'The holder’s proof is missing, or there are two of them.',
    device_signature_invalid:
      'The holder’s signature does not fit this request and the key to which the document is bound: somebody else presented it, or it answers another request.',
    device_mac_invalid:
      'The holder’s proof does not fit this request and the key to which the document is bound, or it can only be checked with a key that was not given.',
    device_request_malformed: 'The request of the reader is not written as the standard prescribes.',
    reader_authentication_missing: 'The reader does not prove who asks.',
    reader_signature_invalid:
      'The signature of the reader does not fit its request and this session: somebody else may be asking.',
    session_malformed: 'A message of the session is not written as the standard prescribes.',
    session_undecryptable:
      'A message cannot be decrypted: it is not of this session, not of this order, or was changed.',
    encryption_info_malformed: 'The request does not say as the standard prescribes to whom the answer is encrypted.',
    encrypted_response_malformed: 'The encrypted answer of the wallet is not written as the standard prescribes.',
    encrypted_response_undecryptable:
      'The answer of the wallet cannot be decrypted: it answers another request or another page, or was changed.',
    random_repeated: 'The random numbers of this system repeat themselves, so that withheld entries could be guessed.',
    device_element_unauthorized: 'The holder vouches for an entry for which only the issuer may vouch.',
  },
  advice: {
    x5chain_missing: 'Ask the issuer for a document that brings it.',
    device_response_unexpected: 'Verify it with the challenge of the request that it answers.',
    mdoc_several_documents:
      'Verify it as an answer of several documents (verifyPresentation), or ask for them one by one.',
    doc_type_mismatch: 'Do not accept it, whatever it says.',
    element_digest_mismatch:
      'Treat it as altered. Ask the holder to present it again straight from the wallet; if this happens again, inform the issuer.',
    device_signature_invalid: 'Make a new request and ask the holder to answer it from the holder’s own wallet.',
    encrypted_response_undecryptable: 'Make a new request and ask the holder to answer it on this page.',
    random_repeated: 'Issue nothing until the source of randomness of this system has been mended.',
  },
}
