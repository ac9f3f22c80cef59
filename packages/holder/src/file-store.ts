import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Context } from '@hashikake/credential/context'
import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { type CredentialStore, type StoredCredential, storeOver } from './store.ts'

const waitForLock = 5_000

/**
 * A store in a file that only its owner can read. Every change is written whole beside it and then moved into its place,
 * under a lock, so that a crash loses nothing and two processes never hand out the same copy.
 *
 * The file is not encrypted: put it where the operating system protects it.
 *
 * @param path - the file; it and its folder are made when needed
 */
export function fileStore(path: string, options: { readonly context?: Context } = {}): CredentialStore {
  if (typeof path !== 'string' || path === '') throw new TypeError("fileStore takes a path: fileStore('wallet.json')")
  return storeOver(async (change) => {
    await mkdir(dirname(path), { recursive: true })
    return await locked(path, async () => {
      const before = await load(path)
      const { content, result } = change(before)
      if (content !== before) await save(path, content)
      return result
    })
  }, options.context)
}

async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`
  const patience = AbortSignal.timeout(waitForLock)
  for (;;) {
    try {
      await (await open(lock, 'wx')).close()
      break
    } catch (cause) {
      if ((cause as { code?: string }).code !== 'EEXIST') throw cause
      if (patience.aborted) {
        throw new Error(`${lock} is held by another process; if none is running, delete it`, { cause })
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

async function load(path: string): Promise<readonly StoredCredential[]> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ENOENT') return []
    throw cause
  }
  try {
    return JSON.parse(text, (_, value) => (isWrittenBytes(value) ? decodeBase64url(value.$bytes) : value))
  } catch (cause) {
    throw new Error(`${path} is damaged: restore it from a copy, or delete it and ask the issuers again`, { cause })
  }
}

async function save(path: string, content: readonly StoredCredential[]): Promise<void> {
  const text = JSON.stringify(
    content,
    (_, value) => (value instanceof Uint8Array ? { $bytes: encodeBase64url(value) } : value),
    2,
  )
  const next = `${path}.next`
  await writeFile(next, `${text}\n`, { mode: 0o600, flush: true })
  await rename(next, path)
}

function isWrittenBytes(value: unknown): value is { $bytes: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    typeof (value as { $bytes?: unknown }).$bytes === 'string'
  )
}
