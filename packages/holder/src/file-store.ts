import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Context } from '@hashikake/credential/context'
import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, type JsonValue, setMember } from '@hashikake/encoding/json'
import { locked } from './file-lock.ts'
import type { HeldCredential } from './held-credential.ts'
import { type CredentialStore, isHeldCredential, type StoredCredential, storeOver } from './store.ts'

/**
 * A store in a file that only its owner can read. Every change is written whole beside it and then moved into its place,
 * under a lock: a process that is killed leaves the content before the change or after it, and the processes of one
 * machine never hand out the same copy.
 *
 * The file is not encrypted, and a copy of it hands its credentials out anew: put it where the operating system protects it.
 *
 * @param path - the file; it and its folder are made when needed
 */
export function fileStore(path: string, options: { readonly context?: Context } = {}): CredentialStore {
  if (typeof path !== 'string' || path === '') throw new TypeError("fileStore takes a path: fileStore('wallet.json')")
  return storeOver(async (change) => {
    await mkdir(dirname(path), { recursive: true })
    return await locked(`${path}.lock`, async (requireLock) => {
      const before = await load(path)
      const { content, result } = change(before)
      if (content !== before) await save(path, content, requireLock)
      return result
    })
  }, options.context)
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
    const written: JsonValue = JSON.parse(text)
    if (!Array.isArray(written)) throw new TypeError('It is no array')
    return written.map(readStored)
  } catch (cause) {
    throw new Error(`${path} is damaged: restore it from a copy, or delete it and ask the issuers again`, { cause })
  }
}

async function save(
  path: string,
  content: readonly StoredCredential[],
  requireLock: () => Promise<void>,
): Promise<void> {
  const next = `${path}.next`
  // One that a killed process left, or that somebody else put there to read along.
  await rm(next, { force: true })
  const file = await open(next, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(content.map(writeStored), null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await requireLock()
  await rename(next, path)
}

function writeStored({ unused, last, ...stored }: StoredCredential): object {
  return { ...stored, unused: unused.map(writeCopy), ...(last === undefined ? {} : { last: writeCopy(last) }) }
}

function readStored(written: JsonValue): StoredCredential {
  if (!isJsonObject(written)) throw new TypeError('It holds what is no object')
  const { id, unused, used, last } = written
  if (typeof id !== 'string' || !Array.isArray(unused) || !Number.isSafeInteger(used) || (used as number) < 0) {
    throw new TypeError('It holds what is not { id, unused, used }')
  }
  return {
    id,
    unused: unused.map(readCopy),
    ...(last === undefined ? {} : { last: readCopy(last) }),
    used: used as number,
  }
}

function writeCopy(copy: HeldCredential): object {
  return writeMembers(copy)
}

// JSON has no bytes, no large whole numbers, and not every number. What stands for one is an object of one member with a name
// of these; an object of the issuer's own that looks like it is put into one more.
const marks: readonly string[] = ['$bytes', '$integer', '$number', '$object']

function writeValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: encodeBase64url(value) }
  if (typeof value === 'bigint') return { $integer: String(value) }
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) }
  if (Array.isArray(value)) return value.map(writeValue)
  if (!isJsonObject(value)) return value
  const written = writeMembers(value)
  const names = Object.keys(value)
  return names.length === 1 && marks.includes(names[0] as string) ? { $object: written } : written
}

function writeMembers(value: object): object {
  const written = {}
  for (const [name, member] of Object.entries(value)) setMember(written, name, writeValue(member))
  return written
}

function readValue(written: JsonValue): unknown {
  if (Array.isArray(written)) return written.map(readValue)
  if (!isJsonObject(written)) return written
  const { $bytes, $integer, $number, $object } = written
  if (Object.keys(written).length === 1) {
    if (typeof $bytes === 'string') return decodeBase64url($bytes)
    if (typeof $integer === 'string') return BigInt($integer)
    if (typeof $number === 'string') return Number($number)
    if (isJsonObject($object)) return readMembers($object)
  }
  return readMembers(written)
}

function readMembers(written: JsonObject): object {
  const read = {}
  for (const [name, member] of Object.entries(written)) setMember(read, name, readValue(member))
  return read
}

function readCopy(written: JsonValue): HeldCredential {
  const copy = isJsonObject(written) ? readMembers(written) : undefined
  if (!isHeldCredential(copy)) throw new TypeError('It holds what is no credential')
  return copy
}
