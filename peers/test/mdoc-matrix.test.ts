import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

interface Cell {
  readonly right: number
  readonly wrong: number
  readonly other: number
  readonly skipped: number
  readonly accepted: readonly string[]
  readonly refused: readonly string[]
}

/** By rule, then by peer. */
type Rows = Readonly<Record<string, Readonly<Record<string, Cell>>>>

/** What each release is known to do; each was judged by its clause, not by what we do. */
const known = {
  '@owf/mdoc': {
    words: 500,
    accepts: ['M2', 'M3', 'M4', 'M8', 'M17', 'M24', 'M28', 'M34'],
    // A MAC never verifies; and a licence with a jurisdiction needs a state in its certificate.
    refusedBases: ['base-licence', 'base-mac', 'base-two'],
  },
  '@animo-id/mdoc': {
    words: 500,
    accepts: ['M2', 'M3', 'M4', 'M8', 'M17', 'M24', 'M28', 'M31', 'M34'],
    refusedBases: ['base-licence', 'base-two'],
  },
  '@auth0/mdl': { words: 150, accepts: ['M2', 'M4', 'M8', 'M31', 'M34'], refusedBases: [] },
} as const

describe('the matrix of mdoc', async () => {
  const script = fileURLToPath(new URL('../matrix.mjs', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--json'], { maxBuffer: 64 * 1024 * 1024 })
  const rows = JSON.parse(stdout) as Rows
  const rules = Object.keys(rows)

  describe.each(Object.entries(known))('%s', (name, { words, accepts, refusedBases }) => {
    const cell = (rule: string): Cell => rows[rule]?.[name] as Cell
    const sum = (kind: 'right' | 'wrong' | 'other'): number => rules.reduce((all, rule) => all + cell(rule)[kind], 0)

    it('has words for the cases, and gets most of them right', () => {
      expect(sum('right') + sum('wrong') + sum('other')).toBeGreaterThan(words)
      expect(sum('right')).toBeGreaterThan(2 * sum('wrong') - words / 4)
    })

    it('accepts every base, but for those that it is known to refuse', () => {
      const refused = new Set(rules.flatMap((rule) => cell(rule).refused).map((one) => one.split(' ')[0]))
      expect([...refused].filter((id) => id?.startsWith('base-')).sort()).toEqual(refusedBases)
    })

    it('refuses broken digests and foreign transcripts, as it should', () => {
      expect(cell('M14')).toMatchObject({ wrong: 0 })
      expect(cell('M32')).toMatchObject({ wrong: 0 })
      expect(cell('M14').right + cell('M32').right).toBeGreaterThan(20)
    })

    it('accepts what that release is known to accept, and the standard refuses', () => {
      expect(accepts.filter((rule) => cell(rule).accepted.length === 0)).toEqual([])
    })
  })
})
