import { setTimeout } from 'node:timers/promises'
import { inflateSync } from 'node:zlib'
import { engine } from '@hashikake/crypto/engine'
import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { inflateStatusList, statusListOf } from '@hashikake/status'
import { StatusList as PeerList } from '@sd-jwt/jwt-status-list'
import { figure } from './figure.ts'
import type { Report } from './report.ts'
import { pairwise, spreadOf } from './statistics.ts'

/** Entries of one bit each, one in a hundred of them revoked. */
const entries = 10_000_000
const rounds = 11
const reads = 1_000_000

/** What a list of ten million costs: against nothing but base64 and zlib, and against the peer. */
export async function statusLists(report: Report): Promise<void> {
  report.progress('making a list')
  const bytes = new Uint8Array(entries / 8)
  let seed = 1
  for (let i = 0; i < entries / 100; i++) {
    seed = (seed * 48_271) % 2_147_483_647
    const index = seed % entries
    bytes[index >> 3] = (bytes[index >> 3] as number) | (1 << (index & 7))
  }
  const compressed = await engine.deflate(bytes)
  const lst = encodeBase64url(compressed)

  report.progress('reading')
  const ours: number[] = []
  const raw: number[] = []
  for (let round = -2; round < rounds; round++) {
    const mine = await timed(() => inflateStatusList(decodeBase64url(lst), { bits: 1, limit: bytes.length, engine }))
    const bare = await timed(async () => inflateSync(Buffer.from(lst, 'base64url')))
    if (round < 0) continue
    ours.push(mine)
    raw.push(bare)
  }
  const ratio = spreadOf(pairwise((mine, bare) => mine / bare, ours, raw))
  report.figure(figure('status list, 10 million: lst to bytes / base64 and zlib', '×', ratio, { goal: { atMost: 2 } }))
  report.figure(figure('  lst to bytes', 'ms', spreadOf(ours)))

  const list = statusListOf(bytes, 1)
  const perRead: number[] = []
  for (let round = 0; round < rounds; round++) {
    let found = 0
    const start = performance.now()
    for (let i = 0; i < reads; i++) found += list.at((i * 48_271) % entries) as number
    perRead.push(((performance.now() - start) * 1000) / reads)
    if (found < 0) throw new Error('A status below zero')
  }
  report.figure(figure('  reading one status', 'µs', spreadOf(perRead), { goal: { atMost: 2 } }))

  report.progress('the peer reads')
  const theirs: number[] = []
  for (let round = 0; round < 3; round++) {
    theirs.push(await timed(async () => PeerList.decompressStatusList(lst, 1).getStatus(1)))
  }
  const faster = spreadOf(theirs.map((one, i) => one / (ours[i] as number)))
  report.figure(figure('  reading: rate against peer', '×', faster, { goal: { atLeast: 100 } }))
}

/** What making and packing a list costs, in time and in memory; each side once a process would be too few. */
export async function statusListsMade(report: Report): Promise<void> {
  const { gc } = globalThis
  if (gc === undefined) throw new Error('It needs --expose-gc')
  const revoked = Array.from({ length: entries / 100 }, (_, i) => (i * 48_271) % entries)
  const ours = async (): Promise<unknown> => {
    const bytes = new Uint8Array(entries / 8)
    for (const index of revoked) bytes[index >> 3] = (bytes[index >> 3] as number) | (1 << (index & 7))
    return [bytes, encodeBase64url(await engine.deflate(bytes))]
  }
  const theirs = async (): Promise<unknown> => {
    const numbers = new Array<number>(entries).fill(0)
    for (const index of revoked) numbers[index] = 1
    const list = new PeerList(numbers, 1)
    return [list, list.compressStatusList()]
  }
  const samples = { ours: [] as number[], theirs: [] as number[], oursKept: [] as number[], theirsKept: [] as number[] }
  report.progress('making lists')
  for (let round = -1; round < 3; round++) {
    for (const [name, make] of [
      ['ours', ours],
      ['theirs', theirs],
    ] as const) {
      const before = await settled(gc)
      let kept: unknown
      const time = await timed(async () => {
        kept = await make()
      })
      const size = ((await settled(gc)) - before) / 2 ** 20
      if (kept === undefined) throw new Error('Nothing was made')
      if (round < 0) continue
      samples[name].push(time)
      samples[`${name}Kept`].push(size)
    }
  }
  const rate = spreadOf(pairwise((mine, other) => other / mine, samples.ours, samples.theirs))
  report.figure(
    figure('status list, 10 million: made and packed, rate against peer', '×', rate, { goal: { atLeast: 10 } }),
  )
  report.figure(figure('  made and packed', 'ms', spreadOf(samples.ours)))
  const memory = spreadOf(pairwise((mine, other) => mine / other, samples.oursKept, samples.theirsKept))
  report.figure(figure('  what stays in memory, against peer', '×', memory, { goal: { atMost: 1 / 8 } }))
  report.figure(figure('  what stays in memory', 'MiB', spreadOf(samples.oursKept)))
}

/** What is held once the collector has been through, twice: buffers are let go a turn after what held them. */
async function settled(gc: () => void): Promise<number> {
  for (let i = 0; i < 2; i++) {
    gc()
    await setTimeout(20)
  }
  return held()
}

function held(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
