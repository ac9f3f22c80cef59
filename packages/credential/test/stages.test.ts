import { begin, bookPassed, leave, newProgress, orAborted, planCheck, skip } from '@hashikake/credential'
import { expect, it } from 'vitest'

it('books nothing as passed that was not made', () => {
  const plan = ['one', 'two', 'three'].map((name) => planCheck('policy', name))
  const [one, two, three] = plan as [(typeof plan)[0], (typeof plan)[0], (typeof plan)[0]]
  const progress = newProgress()
  begin(progress, one)
  skip(progress, two)
  expect(() => bookPassed(plan, progress)).toThrow('three was not checked')
  begin(progress, three)
  leave(progress)
  expect(bookPassed(plan, progress).map(({ outcome }) => outcome)).toEqual(['passed', 'skipped', 'passed'])
})

it('waits no longer than until the abort, and leaves no listener behind', async () => {
  const { signal } = new AbortController()
  let listeners = 0
  const counted = {
    reason: signal.reason,
    aborted: false,
    addEventListener: () => listeners++,
    removeEventListener: () => listeners--,
  } as unknown as AbortSignal
  expect(orAborted(1, counted)).toBe(1)
  expect(await orAborted(Promise.resolve(2), counted)).toBe(2)
  await expect(orAborted(Promise.reject(new Error('own')), counted)).rejects.toThrow('own')
  await Promise.resolve()
  expect(listeners).toBe(0)
  await expect(orAborted(new Promise(() => {}), AbortSignal.abort('enough'))).rejects.toBe('enough')
})
