import { baseCredential, issuerKey, vct } from '../bases.ts'
import { alsoDisclosed, type Change, payload } from '../changes.ts'
import { build, digest, disclosure } from '../credential.ts'
import type { Json, Members } from '../json.ts'
import { operationCase } from '../operations.ts'
import type { Case } from '../suite.ts'
import type { SceneChange } from '../trust/verifying.ts'
import { extending, policies, rule, ruled, type } from './type-rules.ts'

const clause = 'SD-JWT VC §5.6'
const overriding = (own: Members, inherited: Members): SceneChange =>
  extending(
    { claims: [{ path: ['degree', 'grade'], ...own }] },
    { claims: [{ path: ['degree', 'grade'], ...inherited }] },
  )

/** A credential against the rules of its type: to a verifier, who was shown a part. */
export const typeClaimCases: readonly Case[] = [
  ...(
    [
      ['V17-1', 'always to never', { sd: 'never' }, { sd: 'always' }],
      ['V17-2', 'always to allowed', { sd: 'allowed' }, { sd: 'always' }],
      ['V17-3', 'never to always', { sd: 'always' }, { sd: 'never' }],
      ['V17-4', 'mandatory to optional', { mandatory: false }, { mandatory: true }],
    ] as const
  ).map(([id, title, own, inherited]) =>
    type.refused(
      id,
      'SD-JWT VC §5.6.5',
      `a type that changes ${title}`,
      'policy/type_metadata_override_forbidden',
      overriding(own, inherited),
    ),
  ),
  type.taken(
    'V17-5',
    'SD-JWT VC §5.6.5',
    'a type that tightens allowed to always',
    overriding({ sd: 'always', mandatory: true }, {}),
  ),
  type.refused(
    'V17-6',
    'SD-JWT VC §5.6.5',
    'a type inherits the rule that it does not mention',
    'policy/claim_sd_forbidden',
    overriding({ display: [] }, { sd: 'never' }),
  ),
  type.refused(
    'V17-7',
    'SD-JWT VC §5.6.5',
    'a type inherits the claims that it does not name',
    'policy/claim_sd_required',
    extending({ claims: [] }, { claims: [{ path: ['degree'], sd: 'always' }] }),
  ),
  type.refused(
    'V18-1',
    'SD-JWT VC §5.6.1',
    'a name in an array',
    'policy/claim_structure_mismatch',
    rule({ path: ['languages', 'ja'] }),
  ),
  type.refused(
    'V18-2',
    'SD-JWT VC §5.6.1',
    'a name in a string',
    'policy/claim_structure_mismatch',
    rule({ path: ['given_name', 'first'] }),
  ),
  type.refused(
    'V18-3',
    'SD-JWT VC §5.6.1',
    'null on an object',
    'policy/claim_structure_mismatch',
    rule({ path: ['degree', null] }),
  ),
  type.refused(
    'V18-4',
    'SD-JWT VC §5.6.1',
    'an index on an object',
    'policy/claim_structure_mismatch',
    rule({ path: ['degree', 0] }),
  ),
  type.refused(
    'V18-5',
    'SD-JWT VC §5.6.1',
    'an index on a string',
    'policy/claim_structure_mismatch',
    rule({ path: ['given_name', 0] }),
  ),
  type.refused(
    'V18-6',
    'SD-JWT VC §5.6.1',
    'a name in one of several elements that is no object',
    'policy/claim_structure_mismatch',
    {
      change: payload({ degrees: [{ title: 'a' }, 'b'] }),
      ...rule({ path: ['degrees', null, 'title'] }),
    },
  ),
  type.taken(
    'V18-7',
    'SD-JWT VC §5.6.1',
    'a name that is not there selects nothing',
    rule({ path: ['thesis', 'title'] }),
  ),
  type.taken('V18-8', 'SD-JWT VC §5.6.1', 'an index beyond the end selects nothing', rule({ path: ['languages', 9] })),
  type.taken(
    'V18-9',
    'SD-JWT VC §5.6.1',
    'a name of every object is data: own members alone',
    rule({ path: ['toString', 'length'] }, { path: ['__proto__', 'x'] }, { path: ['constructor'] }),
  ),
  type.refused(
    'V19-1',
    'SD-JWT VC §5.6.4',
    'a claim that stands open and must be disclosable',
    'policy/claim_sd_required',
    rule({ path: ['address', 'country'], sd: 'always' }),
  ),
  type.refused(
    'V19-2',
    'SD-JWT VC §5.6.4',
    'a claim that is disclosable and must stand open',
    'policy/claim_sd_forbidden',
    rule({ path: ['address', 'locality'], sd: 'never' }),
  ),
  type.taken(
    'V19-3',
    'SD-JWT VC §5.6',
    'a claim is not disclosable merely because its parent is',
    rule({ path: ['address', 'country'], sd: 'never' }),
  ),
  type.refused(
    'V19-4',
    'SD-JWT VC §5.6.4',
    'an element that is disclosable and must not be',
    'policy/claim_sd_forbidden',
    rule({ path: ['languages', 1], sd: 'never' }),
  ),
  type.refused(
    'V19-5',
    'SD-JWT VC §5.6',
    'an element that was not shown counts as disclosable',
    'policy/claim_sd_forbidden',
    rule({ path: ['languages', 2], sd: 'never' }),
  ),
  type.refused(
    'V19-6',
    'SD-JWT VC §5.6.4',
    'all elements must be disclosable, and one stands open',
    'policy/claim_sd_required',
    {
      change: payload({ exams: [{ name: 'a' }, { '...': digest(disclosure('exam', { name: 'b' })) }] }),
      ...rule({ path: ['exams', null], sd: 'always' }),
    },
  ),
  type.taken(
    'V19-7',
    'SD-JWT VC §5.6.4',
    'a claim that may be either',
    rule({ path: ['address'], sd: 'allowed' }, { path: ['iss'], sd: 'allowed' }),
  ),
  type.refused(
    'V19-8',
    'SD-JWT VC §5.6.4',
    'a mandatory claim that must stand open, and was disclosed',
    'policy/claim_sd_forbidden',
    {
      change: alsoDisclosed(disclosure('nationality', 'nationality', 'JP')),
      ...rule({ path: ['nationality'], sd: 'never', mandatory: true }),
    },
  ),
  type.taken(
    'V21-1',
    clause,
    'a mandatory claim that was not shown',
    rule({ path: ['family_name'], sd: 'always', mandatory: true }),
  ),
  type.taken(
    'V21-2',
    clause,
    'a mandatory claim within one that holds something back',
    rule({ path: ['address', 'street'], mandatory: true }),
  ),
  type.taken(
    'V21-3',
    clause,
    'indexes count the elements that were not shown',
    rule({ path: ['languages', 2], sd: 'always', mandatory: true }),
  ),
  type.taken(
    'V21-4',
    clause,
    'what is within an element that was not shown is unknown',
    rule({ path: ['languages', 2, 'level'], mandatory: true }),
  ),
  type.taken('V21-5', clause, 'an index after an element that was not shown', {
    change: payload({ exams: [{ '...': digest(disclosure('exam', 'b')) }, { name: 'a' }] }),
    ...rule({ path: ['exams', 1, 'name'], sd: 'never', mandatory: true }),
  }),
  type.refused(
    'V21-6',
    clause,
    'a mandatory claim that is missing where nothing is held back',
    'policy/mandatory_claim_missing',
    rule({ path: ['degree', 'level'], mandatory: true }),
  ),
  type.refused(
    'V21-7',
    clause,
    'a mandatory claim that must stand open, and does not stand there',
    'policy/mandatory_claim_missing',
    rule({ path: ['nationality'], sd: 'never', mandatory: true }),
  ),
  type.refused(
    'V21-8',
    clause,
    'a mandatory claim within one that must stand open, and does not stand there',
    'policy/mandatory_claim_missing',
    rule({ path: ['thesis'], sd: 'never' }, { path: ['thesis', 'title'], mandatory: true }),
  ),
  type.refused('V21-9', clause, 'a mandatory element of an empty array', 'policy/mandatory_claim_missing', {
    change: payload({ exams: [] }),
    ...rule({ path: ['exams', null], mandatory: true }),
  }),
]

/** What a holder was handed over: every Disclosure; the digest that is left is a decoy. */
const whole = (change: Change = () => ({})): string => {
  const base = baseCredential('dc+sd-jwt', 'bearer')
  const all = { ...base, sent: Object.values(base.made) }
  return build({ ...all, ...change(all) })
}
const received = (id: string, title: string, document: Json, expect: Members, change?: Change): Case =>
  operationCase('receive', id, clause, title, {
    format: 'dc+sd-jwt',
    input: { credential: { text: whole(change) }, holderKey: 'bearer' },
    at: '2026-12-01T12:00:00Z',
    trust: { keys: [issuerKey.publicKey] },
    policies: policies({}),
    documents: { [vct]: document },
    expect,
  })
const refusedByHolder = (code: string): Members => ({ accepted: false, stage: 'policy', code })

/** To a holder, who has the whole. */
export const typeHolderCases: readonly Case[] = [
  received('V20-1', 'every mandatory claim is there', ruled({ path: ['family_name'], sd: 'always', mandatory: true }), {
    accepted: true,
  }),
  received(
    'V20-2',
    'a mandatory claim is not: what is left undisclosed are decoys',
    ruled({ path: ['nationality'], mandatory: true }),
    refusedByHolder('mandatory_claim_missing'),
  ),
  received(
    'V20-3',
    'a mandatory claim within an object is not',
    ruled({ path: ['address', 'postal_code'], mandatory: true }),
    refusedByHolder('mandatory_claim_missing'),
  ),
  received(
    'V20-4',
    'a mandatory element is not',
    ruled({ path: ['languages', 3], mandatory: true }),
    refusedByHolder('mandatory_claim_missing'),
  ),
  received(
    'V20-5',
    'a claim is not disclosable, as it should be',
    { vct, claims: [{ path: ['degree', 'title'], sd: 'always' }] },
    refusedByHolder('claim_sd_required'),
  ),
]
