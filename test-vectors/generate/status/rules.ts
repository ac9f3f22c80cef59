import type { Rule } from '../rules.ts'

const operationsOf = (id: string): readonly string[] => {
  if (['T21', 'T22', 'T23'].includes(id)) return ['statusPublish']
  if (['T6', 'T18', 'T19', 'T20'].includes(id)) return ['statusToken']
  return id === 'T17' ? ['verify', 'statusToken'] : ['verify']
}

/** Token Status List: what a verifier asks of a list before it believes it. */
export const statusRules: readonly Rule[] = (
  [
    [
      'T1',
      'Token Status List §8.3',
      'must',
      'A list is asked only about a credential that is authentic, trusted and within policy.',
    ],
    [
      'T2',
      'Token Status List §6.2',
      'must',
      'A reference has an index that is a whole number from 0, and a URI; a mechanism that is not known refuses.',
    ],
    [
      'T3',
      'Token Status List §8.1, §8.2',
      'must',
      'A list is fetched securely, and is of the media type that was asked for.',
    ],
    ['T4', 'Token Status List §5.1, §5.2', 'must', 'A token says in its protected header that it is a status list.'],
    ['T5', 'Token Status List §8.3', 'must', 'Its signature holds.'],
    ['T6', 'Token Status List §5.2', 'must', 'A list in CWT form has the tag of a COSE_Sign1 and none around it.'],
    ['T7', 'Token Status List §11.3', 'policy', 'Who signed it may speak for the issuer of the credential.'],
    ['T8', 'Token Status List §8.3', 'must', 'It is the list of the place that the credential names.'],
    ['T9', 'Token Status List §5.1', 'must', 'It says when it was issued, and that is not to come.'],
    ['T10', 'Token Status List §8.3', 'must', 'It is not used beyond its end.'],
    ['T11', 'Token Status List §5.1', 'must', 'Its time to live is a number above 0.'],
    ['T12', 'Token Status List §5.1, RFC 7519', 'must', 'What makes any JWT invalid makes it invalid.'],
    ['T13', 'Token Status List §4.2', 'must', 'Its list has 1, 2, 4 or 8 bits an entry, and its bytes in base64url.'],
    [
      'T14',
      'Token Status List §4.1',
      'must',
      'Its bytes are zlib data, whole and with nothing after them, of at least one entry.',
    ],
    ['T15', 'Token Status List §8.3', 'must', 'An index beyond the end refuses.'],
    ['T16', 'Token Status List §4.1', 'must', 'Entries stand in their bytes from the lowest bit on.'],
    ['T17', 'Token Status List §7', 'must', 'Only 0 is valid; what is not known is not.'],
    ['T18', 'Token Status List §8.4', 'must', 'A list of the past is one of the time that was asked for.'],
    ['T19', 'Token Status List §9', 'must', 'A list of lists names URIs; one that is bad says nothing of the others.'],
    ['T20', 'Token Status List §13.7', 'must', 'Its own time to live and end decide how long it is kept, not HTTP.'],
    ['T21', 'Token Status List §4', 'must', 'A publisher sets no value that the bits cannot hold.'],
    ['T22', 'Token Status List §13.2', 'must', 'No entry is given away twice.'],
    ['T23', 'Token Status List §13.2', 'must', 'Each copy of a batch has an entry of its own, at random.'],
  ] as const
).map(([id, clause, kind, rule]) => ({ id, clause, kind, operations: operationsOf(id), rule }))
