import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What a peer answered: the bytes that it made, nothing where it was content, or why it refused. */
export type Answer = { readonly bytes: Uint8Array | null } | { readonly refusal: string }

/** A peer in a process of its own, asked one question after the other. */
export interface MdocPeer {
  ask(what: string, given: object): Promise<Answer>
  /** @throws {Error} where it refuses */
  make(what: string, given: object): Promise<Uint8Array>
  end(): void
}

export function startPeer(name: string): MdocPeer {
  const script = fileURLToPath(new URL('../processes/mdoc.mjs', import.meta.url))
  const child = spawn(process.execPath, [script, name], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ask = async (what: string, given: object): Promise<Answer> => {
    const question = JSON.stringify({ ask: what, given }, (_, value: unknown) =>
      value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString('base64url') } : value,
    )
    child.stdin.write(`${question}\n`)
    const { value, done } = await lines.next()
    if (done === true) throw new Error(`${name} ended without an answer`)
    const answer = JSON.parse(value) as { readonly bytes?: string | null; readonly refusal?: string }
    if (answer.refusal !== undefined) return { refusal: answer.refusal }
    return { bytes: typeof answer.bytes === 'string' ? new Uint8Array(Buffer.from(answer.bytes, 'base64url')) : null }
  }
  return {
    ask,
    make: async (what, given) => {
      const answer = await ask(what, given)
      if ('refusal' in answer || answer.bytes === null) throw new Error(`${name}: ${JSON.stringify(answer)}`)
      return answer.bytes
    },
    end: () => {
      child.stdin.end()
      child.kill()
    },
  }
}
