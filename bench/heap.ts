import { PerformanceObserver } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { figure, type Goal } from './figure.ts'
import type { Report } from './report.ts'
import { spreadOf } from './statistics.ts'

const perBatch = 200
const batches = 60
/** Optimised code allocates less than code that is not compiled yet. */
const warmUp = 20_000

/** How much a call leaves behind on the heap. Its process collects only when told to, and times nothing. */
export async function measureGarbage(
  name: string,
  run: () => Promise<void>,
  goal: Goal,
  report: Report,
): Promise<void> {
  const { gc } = globalThis
  if (gc === undefined) throw new Error('garbage needs --expose-gc')
  const batch = async (): Promise<void> => {
    for (let i = 0; i < perBatch; i++) await run()
  }
  report.progress('warming up')
  for (let i = 0; i < warmUp; i += perBatch) await batch()

  report.progress('measuring')
  const collections = countCollections()
  const onHeap: number[] = []
  const outside: number[] = []
  let spoilt = 0
  while (onHeap.length < batches && spoilt < batches) {
    gc()
    await setImmediate()
    const countedBefore = await collections()
    const before = process.memoryUsage()
    await batch()
    const after = process.memoryUsage()
    if ((await collections()) !== countedBefore) {
      spoilt++
      continue
    }
    onHeap.push((after.heapUsed - before.heapUsed) / perBatch / 1024)
    outside.push((after.external - before.external) / perBatch / 1024)
  }
  if (onHeap.length < batches) throw new Error('Collections kept coming in between: the young generation is too small')
  report.figure(figure(name, 'KiB', spreadOf(onHeap), { goal }))
  report.figure(figure('  outside the heap (buffers)', 'KiB', spreadOf(outside)))
}

/** A count of all collections so far; the observer hears of them a turn later. */
function countCollections(): () => Promise<number> {
  let count = 0
  const observer = new PerformanceObserver((list) => {
    count += list.getEntries().length
  })
  observer.observe({ entryTypes: ['gc'] })
  return async () => {
    await setImmediate()
    await setImmediate()
    count += observer.takeRecords().length
    return count
  }
}
