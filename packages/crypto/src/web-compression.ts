import type { Bytes } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import type { CryptoCodes } from './codes.ts'
import type { DeflateOptions, InflateOptions } from './engine.ts'

/** The part of the Compression Streams standard that is used, so that no types of a browser are needed. */
interface Transform {
  readonly writable: { getWriter(): { write(data: Uint8Array): Promise<void>; close(): Promise<void> } }
  readonly readable: {
    getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array }>; cancel(): Promise<void> }
  }
}
type Constructor = new (format: 'deflate' | 'gzip') => Transform

export async function inflate(data: Uint8Array, { limit, format = 'zlib' }: InflateOptions): Promise<Bytes> {
  try {
    const name = format === 'gzip' ? 'gzip' : 'deflate'
    const bytes = await run(new (constructorOf('DecompressionStream'))(name), data, limit)
    // Some runtimes pass over what comes after the end: the sum, or gzip's length (RFC 1952 §2.3.1), must stand there.
    const end = format === 'gzip' ? data.slice(-4).reverse() : data.subarray(-4)
    const sum = end.reduce((value, byte) => value * 256 + byte, 0)
    const expected = format === 'gzip' ? bytes.length % 2 ** 32 : adler32(bytes)
    if (sum !== expected) throw new Refusal<keyof CryptoCodes>('compressed_malformed')
    return bytes
  } catch (cause) {
    if (cause instanceof Refusal) throw cause
    throw new Refusal<keyof CryptoCodes>('compressed_malformed', { cause })
  }
}

/** Streams choose their level by themselves. */
export function deflate(data: Uint8Array, { format = 'zlib' }: DeflateOptions = {}): Promise<Bytes> {
  const name = format === 'gzip' ? 'gzip' : 'deflate'
  return run(new (constructorOf('CompressionStream'))(name), data, Number.POSITIVE_INFINITY)
}

/** The checksum at the end of zlib data (RFC 1950 §8.2). */
function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0]
  for (let at = 0; at < bytes.length; ) {
    // So many fit before the sums grow beyond 32 bits.
    const end = Math.min(at + 3_800, bytes.length)
    while (at < end) {
      low += bytes[at++] as number
      high += low
    }
    low %= 65_521
    high %= 65_521
  }
  return high * 65_536 + low
}

function constructorOf(name: 'DecompressionStream' | 'CompressionStream'): Constructor {
  const found = (globalThis as unknown as Record<string, Constructor | undefined>)[name]
  if (found === undefined) throw new Refusal<keyof CryptoCodes>('algorithm_unsupported')
  return found
}

/** Reads while it writes, so that no more is made than is taken. */
async function run({ writable, readable }: Transform, data: Uint8Array, limit: number): Promise<Bytes> {
  const writer = writable.getWriter()
  const writing = writer.write(data).then(() => writer.close())
  // What fails there is met by the reader too.
  writing.catch(() => {})
  const reader = readable.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const chunk = next.value as Uint8Array
    length += chunk.length
    if (length > limit) {
      reader.cancel().catch(() => {})
      throw new Refusal<keyof CryptoCodes>('compressed_too_large')
    }
    chunks.push(chunk)
  }
  await writing
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
