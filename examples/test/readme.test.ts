import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

it('README shows the example that is compiled and run', () => {
  const [, shown] = read('../../README.md').match(/```ts\n([\s\S]*?)```/) ?? []
  expect(shown).toBe(read('../in-ten-lines.ts'))
})
