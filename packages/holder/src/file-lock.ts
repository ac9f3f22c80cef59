import { randomUUID } from 'node:crypto'
import { open, readFile, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import process from 'node:process'

/** Milliseconds. */
const waitForLock = 5_000
const longestHeld = 60_000

/** Who holds a lock, as its file says. */
interface Holder {
  readonly pid: number
  readonly host: string
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly time: number
}

/**
 * Runs work while a lock file is ours, and removes it afterwards. A lock is taken over when its process is dead, or when
 * it is older than a minute.
 *
 * @param work - calls its argument before it changes anything: it rejects when the lock was taken over meanwhile
 */
export async function locked<T>(lock: string, work: (requireLock: () => Promise<void>) => Promise<T>): Promise<T> {
  const ours = await acquire(lock)
  const isOurs = async (): Promise<boolean> => (await textOf(lock)) === ours
  try {
    return await work(async () => {
      if (!(await isOurs())) throw new Error(`${lock} was taken over by another process: try again`)
    })
  } finally {
    if (await isOurs()) await rm(lock, { force: true })
  }
}

/** @returns what the lock file says, which nobody else's does */
async function acquire(lock: string): Promise<string> {
  const until = Date.now() + waitForLock
  for (;;) {
    const ours = await create(lock)
    if (ours !== undefined) return ours
    if (await isLeft(lock)) await takeAway(lock)
    else if (Date.now() > until) {
      throw new Error(`${lock} is held by another process: try again when it has finished`)
    } else await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** @returns undefined where the file exists already */
async function create(lock: string): Promise<string | undefined> {
  const holder: Holder & { token: string } = {
    pid: process.pid,
    host: hostname(),
    time: Date.now(),
    token: randomUUID(),
  }
  const text = JSON.stringify(holder)
  const file = await open(lock, 'wx', 0o600).catch((cause: { code?: string }) => {
    if (cause.code === 'EEXIST') return undefined
    throw cause
  })
  if (file === undefined) return undefined
  try {
    await file.writeFile(text)
    return text
  } catch (cause) {
    // On a full disk it is made and not written.
    await rm(lock, { force: true })
    throw cause
  } finally {
    await file.close()
  }
}

/** Removes a lock that was left, under a lock of its own: two who saw it must not remove each other's new one. */
async function takeAway(lock: string): Promise<void> {
  const guard = `${lock}.takeover`
  if ((await create(guard)) === undefined) {
    // Held for a few file operations only; one that is old was left by a process killed between them.
    if (await isOld(guard)) await rm(guard, { force: true })
    await new Promise((resolve) => setTimeout(resolve, 20))
    return
  }
  try {
    if (await isLeft(lock)) await rm(lock, { force: true })
  } finally {
    await rm(guard, { force: true })
  }
}

async function isLeft(lock: string): Promise<boolean> {
  const holder = readHolder(await textOf(lock))
  // The process number of another machine, or of another container, says nothing here.
  if (holder?.host === hostname() && !isAlive(holder.pid)) return true
  return holder === undefined ? await isOld(lock) : isLongAgo(holder.time)
}

async function isOld(file: string): Promise<boolean> {
  try {
    return isLongAgo((await stat(file)).mtimeMs)
  } catch {
    return false
  }
}

// Either way: the clock may have been set back.
function isLongAgo(time: number): boolean {
  return Math.abs(Date.now() - time) > longestHeld
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as { code?: string }).code !== 'ESRCH'
  }
}

/** Undefined for a file that is just being written. */
function readHolder(text: string | undefined): Holder | undefined {
  try {
    const holder = JSON.parse(text ?? '') as Partial<Holder> | null
    const { pid, host, time } = holder ?? {}
    const isHolder = Number.isSafeInteger(pid) && (pid as number) > 0 && typeof host === 'string'
    return isHolder && Number.isFinite(time) ? (holder as Holder) : undefined
  } catch {
    return undefined
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return undefined
  }
}
