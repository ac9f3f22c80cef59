import { at, baseClaims, baseCredential } from '../bases.ts'
import { both, type Change, payload } from '../changes.ts'
import { build, type Credential } from '../credential.ts'
import type { Json, Members } from '../json.ts'
import type { Case } from '../suite.ts'

export type Circumstances = Readonly<Record<string, Json>>

/** A credential of the format `dc+sd-jwt`, and what a verifier knows when it comes. */
export interface Scene {
  readonly change: Change
  readonly circumstances: Circumstances
}

/** What a case changes of its base, in one point. */
export interface SceneChange {
  readonly change?: Change
  readonly circumstances?: Circumstances
}

/** The cases of one base. */
export function casesOf(base: string, scene: Scene) {
  const make = (id: string, clause: string, title: string, changed: SceneChange, expect: Members): Case => {
    const plain = baseCredential('dc+sd-jwt', 'bearer')
    const change = changed.change === undefined ? scene.change : both(scene.change, changed.change)
    const credential: Credential = { ...plain, ...change(plain) }
    return {
      id,
      rule: id === base ? ruleOfBase(clause) : id.slice(0, id.lastIndexOf('-')),
      clause: id === base ? clause.slice(clause.indexOf(' ') + 1) : clause,
      title,
      ...(id === base ? {} : { base }),
      format: 'dc+sd-jwt',
      input: { text: build(credential) },
      at,
      challenge: 'bearer',
      status: 'ignore',
      ...scene.circumstances,
      ...changed.circumstances,
      expect,
    }
  }
  const claimsInclude: Members = { vct: baseClaims('dc+sd-jwt', 'bearer').vct as string }
  return {
    /** The base itself; `clause` begins with its rule. */
    theBase: (clause: string, title: string): Case => make(base, clause, title, {}, { accepted: true, claimsInclude }),
    taken: (id: string, clause: string, title: string, changed: SceneChange): Case =>
      make(id, clause, title, changed, { accepted: true }),
    refused: (id: string, clause: string, title: string, code: `${string}/${string}`, changed: SceneChange): Case => {
      const [stage, name] = code.split('/') as [string, string]
      return make(id, clause, title, changed, { accepted: false, stage, code: name })
    },
  }
}

function ruleOfBase(clause: string): string {
  return clause.slice(0, clause.indexOf(' '))
}

export const degreeAwarded = (awarded: Json): Change => payload({ degree: { title: 'Bachelor of Fixtures', awarded } })
