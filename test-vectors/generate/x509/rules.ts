import type { Rule } from '../rules.ts'

/** Certificate paths: RFC 5280 for short chains, and what profiles ask beyond it. */
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
  ] as const
).map(([id, clause, kind, rule]) => ({ id, clause, kind, operations: ['certificatePath'], rule }))
