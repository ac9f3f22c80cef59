import { issuerKey, vct } from '../bases.ts'
import type { Json, Members } from '../json.ts'
import { casesOf, type SceneChange } from '../trust/verifying.ts'

export const general = 'https://types.example/vct/credential'

/** The rules of the type that the base credential keeps: claims shown and withheld, in objects and in an array. */
export const rules: readonly Members[] = [
  { path: ['vct'], sd: 'never', mandatory: true },
  { path: ['degree'], sd: 'never', mandatory: true },
  { path: ['degree', 'title'], sd: 'never', mandatory: true },
  { path: ['degree', 'grade'], sd: 'always' },
  { path: ['languages', null], mandatory: true },
  { path: ['given_name'], sd: 'always', mandatory: true },
]
export const ruled = (...further: Members[]): Members => ({ vct, claims: [...rules, ...further] })
export const at = (document: Json, place: string = vct): SceneChange => ({
  circumstances: { documents: { [place]: document } },
})
export const policies = (options: Members): Members => ({ typeMetadata: options })

export const type = casesOf('base-type-rules', {
  change: () => ({}),
  circumstances: {
    trust: { keys: [issuerKey.publicKey] },
    policies: policies({}),
    documents: { [vct]: ruled() },
  },
})
export const rule = (...further: Members[]): SceneChange => at(ruled(...further))

export const extending = (members: Members, base: Members, parent: Members = {}): SceneChange => ({
  circumstances: {
    documents: {
      [vct]: { vct, extends: general, ...members },
      [general]: { vct: general, ...base, ...parent },
    },
  },
})
