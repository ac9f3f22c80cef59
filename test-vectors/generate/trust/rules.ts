import type { Rule } from '../rules.ts'

const verify = ['verify']
const lists = ['trustList']
const both = ['trustList', 'verify']

/** Lists of trusted entities: what a verifier asks of a list and of its entries. */
export const trustRules: readonly Rule[] = (
  [
    [
      'L1',
      'TS 119 602 §6.8',
      'must',
      both,
      'A list is believed where its operator signed it; no key comes from its header.',
    ],
    [
      'L2',
      'TS 119 182-1 §6.3',
      'must',
      lists,
      'The header is that of JAdES baseline B: a signing time, and nothing critical that is not understood.',
    ],
    ['L3', 'TS 119 602 §6', 'must', lists, 'A list that breaks the structure anywhere is refused whole.'],
    ['L4', 'TS 119 602 §6.3.1', 'must', lists, 'A version that is not known is not read.'],
    [
      'L5',
      'TS 119 602 §6.3.2',
      'must',
      lists,
      'An edition older than one seen before, or another one under its number, is refused.',
    ],
    ['L6', 'TS 119 602 §6.3.14, §6.3.15', 'must', both, 'A list is used from its issue until its next update is due.'],
    [
      'L7',
      'TS 119 602 §6.3.3, §6.3.10',
      'must',
      both,
      'A list is of the type and the territory that the verifier asked for.',
    ],
    ['L8', 'TS 119 602 §6.6.1', 'must', verify, 'An entity is believed for the service for which it is listed.'],
    ['L9', 'TS 119 602 §6.6.4', 'must', verify, 'The status of the service is granted now.'],
    [
      'L10',
      'TS 119 602 §6.7',
      'policy',
      verify,
      'The status was granted at issuance, and where no powers are listed, on the day of the award.',
    ],
    ['L11', 'TS 119 602 §6.6.9', 'policy', verify, 'The institution could award this degree on the day of the award.'],
    [
      'L12',
      'TS 119 602 §6.6.3',
      'must',
      verify,
      'The issuer that the credential names is the one whose key the list holds.',
    ],
    [
      'L13',
      'TS 119 602 §6.3.17, §6.6.9',
      'must',
      both,
      'An extension that is critical and not understood refuses what it stands on.',
    ],
    ['L14', 'TS 119 602 §6.6.3', 'hardening', verify, 'One key of two entities is nobody’s.'],
    ['L15', 'TS 119 602 §6.3', 'must', verify, 'A list that cannot be had is no reason to trust.'],
    [
      'M49',
      'ISO/IEC 18013-5 Annex C',
      'must',
      ['vical', 'certificatePath'],
      'A list of issuing authorities is its provider’s, whole, in force and the newest; each authority is what its certificate says, for the documents for which it is listed.',
    ],
    [
      'A11',
      'DID Core §9',
      'must',
      verify,
      'An identifier of the sender’s own making: its signature holds, and nobody trusts it.',
    ],
    [
      'A39',
      'DID Core §5.3.2',
      'must',
      verify,
      'Keys that are not for assertions, not the DID’s own, expired or revoked.',
      ['W38'],
    ],
    [
      'A42',
      'did:web §2.5.2',
      'hardening',
      verify,
      'Identifiers that send a verifier to a host of the sender’s choice.',
    ],
    [
      'A51',
      'the trust of the verifier',
      'hardening',
      verify,
      'Issuers that pose as listed ones, and lists believed beyond their country or period.',
      ['L11'],
    ],
  ] as const
).map(([id, clause, kind, operations, rule, see]) => ({
  id,
  clause,
  kind,
  operations,
  rule,
  ...(see === undefined ? {} : { see }),
}))
