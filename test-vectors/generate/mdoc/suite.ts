import type { Json, Members } from '../json.ts'
import type { Case, Stage, Suite } from '../suite.ts'
import { type BaseName, baseMdoc, baseTitles, circumstancesOf, claimsOf } from './bases.ts'
import { build, type Mdoc } from './mdoc.ts'
import { answering } from './status-token.ts'

/** One named change to an mdoc. */
export type Change = (mdoc: Mdoc) => Partial<Mdoc>

type Expected = { readonly stage: Stage; readonly code: string } | { readonly claims: (claims: Members) => Members }

/** One case as it is written down: a base, one change, and what must come of it. */
export interface Definition {
  readonly id: string
  readonly clause: string
  readonly title: string
  readonly base: BaseName
  /** To the mdoc. */
  readonly change?: Change
  /** To how it is verified. */
  readonly circumstances?: Readonly<Record<string, Json>>
  readonly expect: Expected | { readonly whole: Members }
}

type Rest = Pick<Definition, 'change' | 'circumstances'>

/** The cases of one base. */
export const casesOf = (base: BaseName) => ({
  refused: (id: string, clause: string, title: string, code: `${Stage}/${string}`, rest: Rest): Definition => {
    const [stage, name] = code.split('/') as [Stage, string]
    return { ...rest, id, clause, title, base, expect: { stage, code: name } }
  },
  taken: (
    id: string,
    clause: string,
    title: string,
    rest: Rest & { readonly claims?: (claims: Members) => Members },
  ): Definition => {
    const { claims = (same: Members) => same, ...others } = rest
    return { ...others, id, clause, title, base, expect: { claims } }
  },
  /** With an expectation of its own. */
  met: (id: string, clause: string, title: string, whole: Members, rest: Rest): Definition => ({
    ...rest,
    id,
    clause,
    title,
    base,
    expect: { whole },
  }),
})

/** A suite: the bases that its cases change, accepted, and then the cases. */
export function mdocSuite(suite: string, definitions: readonly Definition[]): Suite {
  const bases = [...new Set(definitions.map(({ base }) => base))]
  return { suite, cases: [...bases.map(baseCase), ...definitions.map(caseOf)] }
}

const inStandard = (clause: string): string => (clause.startsWith('§') ? `ISO/IEC 18013-5 ${clause}` : clause)

function baseCase(base: BaseName): Case {
  const [rule, clause, title] = baseTitles[base]
  return {
    ...caseOf({ id: `base-${base}`, clause, title, base, expect: expectedOf(base) }),
    rule,
  }
}

function expectedOf(base: BaseName): Definition['expect'] {
  if (base !== 'two') return { claims: (same) => same }
  const part = (of: BaseName): Members => ({ accepted: true, claims: claimsOf(of) })
  return { whole: { accepted: true, parts: [part('answer'), part('licence')] } }
}

function caseOf({ id, clause, title, base, change, circumstances, expect }: Definition): Case {
  const plain = baseMdoc(base)
  const isBase = id === `base-${base}`
  return {
    id,
    rule: id.slice(0, id.lastIndexOf('-')),
    clause: inStandard(clause),
    title,
    ...(isBase ? {} : { base: `base-${base}` }),
    format: 'mso_mdoc',
    input: { base64url: build({ ...plain, ...change?.(plain) }) },
    ...circumstancesOf(base),
    ...(base === 'listed' ? answering() : {}),
    ...circumstances,
    expect: expectationOf(expect, base),
  }
}

function expectationOf(expect: Definition['expect'], base: BaseName): Members {
  if ('whole' in expect) return expect.whole
  return 'code' in expect
    ? { accepted: false, stage: expect.stage, code: expect.code }
    : { accepted: true, claims: expect.claims(claimsOf(base)) }
}
