import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { decodeBase64url, decodeUtf8 } from '@hashikake/encoding/base64url'
import { type JsonValue, parseJson } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { CommandFault } from './faults.ts'
import type { Terminal } from './terminal.ts'

/** No credential, key or draft is larger; reading stops there. */
const maxBytes = 8 * 1024 * 1024

/** A text, and what to call it when something is wrong with it. */
export interface InputText {
  readonly text: string
  readonly source: string
}

/**
 * Reads a text file, or standard input for `-`.
 *
 * @param file - `-` is also what is meant where no file is named and something is piped in
 */
export async function readText(file: string | undefined, terminal: Terminal): Promise<InputText> {
  const { bytes, source } = await readInput(file, terminal)
  return { text: textOf(bytes, source), source }
}

interface Input {
  readonly bytes: Uint8Array
  readonly source: string
}

async function readInput(file: string | undefined, terminal: Terminal): Promise<Input> {
  if (file === undefined && terminal.input.isTTY === true) {
    throw new CommandFault('Nothing to read: name a file, or pipe the text in')
  }
  const isStandardInput = file === undefined || file === '-'
  const source = isStandardInput ? 'standard input' : file
  return { bytes: await readBytes(isStandardInput ? terminal.input : createReadStream(file), source), source }
}

function textOf(bytes: Uint8Array, source: string): string {
  let text: string
  try {
    text = decodeUtf8(bytes)
  } catch (cause) {
    throw new CommandFault(`${source} is not UTF-8 text: save it in that encoding`, undefined, cause)
  }
  // Some editors and shells begin every UTF-8 file with a byte order mark.
  return text.replace(/^\ufeff/, '').trim()
}

/** Reads JSON strictly: what a lenient reader would silently drop is a mistake in a file that a person wrote. */
export async function readJson(file: string, terminal: Terminal): Promise<{ value: JsonValue; source: string }> {
  const { text, source } = await readText(file, terminal)
  return { value: parseJsonText({ text, source }), source }
}

export function parseJsonText({ text, source }: InputText): JsonValue {
  if (text === '') throw new CommandFault(`${source} is empty: it should hold JSON`)
  try {
    return parseJson(text)
  } catch (cause) {
    const code = cause instanceof Refusal ? cause.code : 'json_malformed'
    throw new CommandFault(`${source} ${jsonFaults[code] ?? `cannot be read as JSON (${code})`}`, undefined, cause)
  }
}

const jsonFaults: Readonly<Record<string, string>> = {
  json_malformed: 'is not valid JSON: look for a missing or surplus comma, quote or bracket',
  json_name_repeated: 'names a member twice in one object: keep one of them',
  json_too_deep: 'is nested too deeply',
  json_number_unsafe: 'has a number that would lose digits: write it as a string',
  json_surrogate_lone: 'has half of a surrogate pair in a string: write the whole character',
}

/** A credential or presentation: text, or an mdoc as bytes. */
export interface InputCredential {
  readonly encoded: string | Uint8Array
  readonly source: string
}

/** Reads one credential or presentation. */
export async function readOneCredential(file: string | undefined, terminal: Terminal): Promise<InputCredential> {
  const { bytes, source } = await readInput(file, terminal)
  if (isCbor(bytes)) return { encoded: bytes, source }
  const text = textOf(bytes, source)
  if (text === '') throw new CommandFault(`${source} is empty: it should hold one credential or presentation`)
  if (!text.startsWith('{') && /\s/.test(text)) {
    throw new CommandFault(`${source} holds several lines or words: give one credential or presentation, unbroken`)
  }
  return { encoded: text, source }
}

/** Reads CBOR, as bytes or in base64url. */
export async function readCborFile(file: string, terminal: Terminal): Promise<Uint8Array> {
  const { bytes, source } = await readInput(file, terminal)
  if (isCbor(bytes)) return bytes
  try {
    const read = decodeBase64url(textOf(bytes, source))
    if (isCbor(read)) return read
  } catch {
    // Said below.
  }
  throw new CommandFault(`${source} holds no CBOR: give it as bytes, or in base64url`)
}

/** An array or a map, which begins with what no text in UTF-8 begins with. */
function isCbor([head = 0]: Uint8Array): boolean {
  return head >= 0x80 && head <= 0xbf
}

async function readBytes(stream: Readable, source: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      chunks.push(chunk)
      size += chunk.length
      if (size > maxBytes) throw new CommandFault(`${source} is larger than 8 MiB: that is no credential, key or draft`)
    }
  } catch (cause) {
    throw cause instanceof CommandFault
      ? cause
      : new CommandFault(`${source} ${whyUnreadable(cause)}`, undefined, cause)
  }
  return Buffer.concat(chunks)
}

function whyUnreadable(cause: unknown): string {
  const { code } = cause as { code?: string }
  if (code === 'ENOENT') return 'does not exist: check the name and the folder'
  if (code === 'EISDIR') return 'is a folder: name the file in it'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by you: check its permissions'
  return `cannot be read (${code ?? 'unknown reason'})`
}
