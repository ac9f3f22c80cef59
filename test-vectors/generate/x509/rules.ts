import type { Rule } from '../rules.ts'

/** Certificate paths: RFC 5280 for short chains, what profiles ask beyond it, and those of mdocs. */
export const pathRules: readonly Rule[] = (
  [
    ['X1', 'RFC 5280 §6.1.3', 'must', 'Each certificate was signed by the next, by an algorithm that is secure.'],
    ['X2', 'RFC 5280 §6.1.3, §4.1.2.5', 'must', 'All of them, the anchor included, are valid at the time.'],
    [
      'X3',
      'RFC 5280 §6.1.3, §4.2.1.1, §7.1',
      'must',
      'Each names the next as its issuer, and its key where both identify it.',
    ],
    ['X4', 'RFC 5280 §6.1.1', 'must', 'The path ends at an anchor of the verifier; nothing that is sent becomes one.'],
    [
      'X5',
      'RFC 5280 §6.1.4',
      'must',
      'Whoever issued a certificate is an authority, may sign certificates, and has as few below it as it may.',
    ],
    ['X6', 'RFC 5280 §4.2', 'must', 'A critical extension that is not known refuses.'],
    ['X7', 'RFC 5280 §4.2.1.10', 'must', 'Names keep the constraints of all authorities above.'],
    ['X8', 'RFC 5280 §4.2.1.3', 'must', 'The key of the leaf is meant for signatures.'],
    ['X9', 'RFC 5280 §4.1, X.690', 'must', 'Certificates are DER in one spelling, of version 3, and of bounded size.'],
    [
      'X10',
      'HAIP 1.0 §6.1.1',
      'policy',
      'A profile may ask more: no anchor sent along, no leaf that signed itself, a purpose.',
    ],
    [
      'X11',
      'ISO/IEC 18013-5 Annex B',
      'must',
      'A document signer keeps the profile of its annex, together with its authority.',
    ],
    [
      'X12',
      'RFC 5280 §6.3',
      'policy',
      'Where revocation is asked, a list that is missing, stale or another’s refuses.',
    ],
    ['M36', 'ISO/IEC 18013-5 §12.8.4', 'must', 'Document signer and authority are valid at the time.'],
    [
      'M37',
      'ISO/IEC 18013-5 §12.8.4, B.1.4',
      'must',
      'The authority’s key signed the signer’s certificate, which names it byte for byte and by its key identifier.',
    ],
    [
      'M38',
      'ISO/IEC 18013-5 B.1.4',
      'must',
      'A signer’s key is for signatures alone, of documents alone, both critically; its certificate is no authority’s.',
    ],
    [
      'M39',
      'ISO/IEC 18013-5 B.1.2',
      'must',
      'An authority issued itself, for twenty years at most, and signs certificates and revocation lists, nothing below.',
    ],
    ['M40', 'ISO/IEC 18013-5 B.1.4', 'policy', 'A signer’s certificate lasts 457 days at most.'],
    [
      'M41',
      'ISO/IEC 18013-5 §12.8.4, B.1.2',
      'must',
      'Signer and authority share one country, written as its code, and their state where both have one.',
    ],
    [
      'M42',
      'ISO/IEC 18013-5 B.1.1, RFC 5280 §4.2',
      'must',
      'Neither has one of the five forbidden extensions, or a critical one that is not known.',
    ],
    [
      'M43',
      'ISO/IEC 18013-5 B.1.2, B.1.4',
      'must',
      'Keys are on curves that are named, in points that are whole; signatures are ECDSA with SHA-2, or EdDSA.',
    ],
    ['M44', 'ISO/IEC 18013-5 B.1.2, B.1.4', 'must', 'A serial number is positive and of 20 octets at most.'],
    [
      'M45',
      'ISO/IEC 18013-5 B.1.2, B.1.4',
      'policy',
      'Key identifiers, the issuer’s contact and the place of the revocation list are there.',
    ],
    [
      'M46',
      'ISO/IEC 18013-5 B.2, B.3.2',
      'must',
      'Where revocation is asked, the authority’s own whole list is current, holds, can be had, and does not name the signer.',
    ],
    [
      'M47',
      'ISO/IEC 18013-5 §12.8.4, B.1.3',
      'must',
      'No authority stands between, but an authority’s new key that its old one certified, where the verifier allows it.',
    ],
    [
      'M48',
      'ISO/IEC 18013-5 B.1.1, B.1.5',
      'must',
      'A certificate for documents serves no reader and no server, nor theirs a document.',
    ],
  ] as const
).map(([id, clause, kind, rule]) => ({ id, clause, kind, operations: ['certificatePath'], rule }))
