import { at } from '../bases.ts'
import type { Members } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import { operationCase, refusedWith } from '../operations.ts'
import type { Case } from '../suite.ts'

const published = (id: string, clause: string, title: string, input: Members, expect: Members): Case =>
  operationCase('statusPublish', id, clause, title, {
    input: { key: fixtureKey('issuer').privateKey, bits: 2, size: 64, allocate: 3, set: [[1, 2]], ...input },
    at,
    random: 'a list',
    expect,
  })

/** What whoever keeps a list must not do. */
export const publishingCases: readonly Case[] = [
  published(
    'T21-1',
    'Token Status List §4',
    'values that the bits hold',
    {
      set: [
        [0, 3],
        [1, 2],
      ],
    },
    { accepted: true, output: { bits: 2, size: 64, values: [3, 2, 0], othersValid: true } },
  ),
  published(
    'T21-2',
    'Token Status List §4',
    'a value that two bits cannot hold',
    { set: [[0, 4]] },
    { accepted: false },
  ),
  published('T21-3', 'Token Status List §4', 'a negative value', { set: [[0, -1]] }, { accepted: false }),
  published(
    'T21-4',
    'Token Status List §4',
    'a value for an entry that was never given away',
    { set: [[3, 1]] },
    { accepted: false },
  ),
  published(
    'T22-1',
    'Token Status List §13.2',
    'every entry given away once',
    { allocate: 64, set: [] },
    { accepted: true, output: { distinct: true } },
  ),
  published(
    'T22-2',
    'Token Status List §13.2',
    'one more than there are',
    { allocate: 65, set: [] },
    refusedWith('status_list_full'),
  ),
  published(
    'T23-1',
    'Token Status List §13.2',
    'one entry for each copy, in no order',
    { allocate: 16, set: [] },
    { accepted: true, output: { distinct: true, inOrder: false } },
  ),
  published('T23-2', 'Token Status List §4', 'a size that leaves a byte half empty', { size: 63 }, { accepted: false }),
]
