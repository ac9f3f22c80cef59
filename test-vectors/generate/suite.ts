import { type BaseName, baseCircumstances, baseClaims, baseCredential, type Format } from './bases.ts'
import type { Change } from './changes.ts'
import { build, type Credential } from './credential.ts'
import type { Json, Members } from './json.ts'

export type Stage = 'parse' | 'authenticate' | 'trust' | 'policy' | 'status'

/** One case as it is written down: a base, one change, and what must come of it. */
export interface Definition {
  readonly id: string
  readonly rule: string
  readonly clause: string
  readonly title: string
  readonly base: BaseName
  /** To the credential. */
  readonly change?: Change
  /** To how it is verified. */
  readonly circumstances?: (credential: Credential) => Readonly<Record<string, Json>>
  readonly expect: { readonly stage: Stage; readonly code: string } | { readonly claims: (claims: Members) => Members }
  /** Only for one of the two formats. */
  readonly only?: Format
  /** The change is one of the compact spelling. */
  readonly compactOnly?: true
}

/** A case of the format, its members in the order in which they are written. */
export type Case = { readonly id: string; readonly rule: string } & Readonly<Record<string, Json>>

export interface Suite {
  readonly suite: string
  readonly cases: readonly Case[]
}

/** A refusal. */
export function rejected(
  id: string,
  clause: string,
  title: string,
  code: `${Stage}/${string}`,
  rest: Pick<Definition, 'change' | 'circumstances' | 'only' | 'compactOnly'> & { base?: BaseName },
): Definition {
  const [stage, name] = code.split('/') as [Stage, string]
  return { ...rest, id, rule: ruleOf(id), clause, title, base: rest.base ?? 'bearer', expect: { stage, code: name } }
}

/** An acceptance, by default with the claims of the base. */
export function accepted(
  id: string,
  clause: string,
  title: string,
  rest: Pick<Definition, 'change' | 'circumstances' | 'only' | 'compactOnly'> & {
    base?: BaseName
    claims?: (claims: Members) => Members
  },
): Definition {
  const { claims = (same: Members) => same, base = 'bearer', ...others } = rest
  return { ...others, id, rule: ruleOf(id), clause, title, base, expect: { claims } }
}

function ruleOf(id: string): string {
  return id.slice(0, id.lastIndexOf('-'))
}

/** A suite for one format: the bases that its cases change, accepted, and then the cases. */
export function suiteOf(
  name: string,
  definitions: readonly Definition[],
  format: Format,
  form: Credential['form'] = 'compact',
): Suite {
  const wanted = definitions.filter(
    ({ only, compactOnly }) => (only ?? format) === format && !(compactOnly && form !== 'compact'),
  )
  const bases = (['bearer', 'bound'] as const).filter((base) => wanted.some((one) => one.base === base))
  return {
    suite: name,
    cases: [...bases.map(baseDefinition), ...wanted].map((definition) => caseOf(definition, format, form)),
  }
}

function baseDefinition(base: BaseName): Definition {
  const clauses = { bearer: 'RFC 9901 §7.1', bound: 'RFC 9901 §7.3' }
  const titles = {
    bearer: 'the base: claims disclosed, withheld, in an array and one inside the other, and a decoy',
    bound: 'the base with key binding',
  }
  return {
    id: `base-${base}`,
    rule: base === 'bearer' ? 'R21' : 'R26',
    clause: clauses[base],
    title: titles[base],
    base,
    expect: { claims: (same) => same },
  }
}

function caseOf(definition: Definition, format: Format, form: Credential['form']): Case {
  const { id, rule, clause, title, base, change, circumstances, expect } = definition
  const plain = baseCredential(format, base, form)
  const credential: Credential = { ...plain, ...change?.(plain) }
  return {
    id,
    rule,
    clause,
    title,
    ...(id === `base-${base}` ? {} : { base: `base-${base}` }),
    format,
    input: { text: build(credential) },
    ...baseCircumstances(base),
    ...circumstances?.(credential),
    expect:
      'code' in expect
        ? { accepted: false, stage: expect.stage, code: expect.code }
        : { accepted: true, claims: expect.claims(baseClaims(format, base)) },
  }
}
