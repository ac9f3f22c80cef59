import type { Retrieved } from './retrieval.ts'

/** An answer that is kept, and by what its host can say that it still holds. */
export interface Kept {
  readonly retrieved: Retrieved
  readonly etag: string | undefined
  readonly lastModified: string | undefined
}

/** All that is kept together. */
const maximumBytes = 2 ** 26

/** A bounded memory of answers, which forgets the oldest first. */
export function keptAnswers(limit: number): {
  get(name: string): Kept | undefined
  set(name: string, answer: Kept): void
  delete(name: string): void
} {
  const answers = new Map<string, Kept>()
  let bytes = 0
  const remove = (name: string): void => {
    bytes -= answers.get(name)?.retrieved.bytes.length ?? 0
    answers.delete(name)
  }
  return {
    get: (name) => answers.get(name),
    delete: remove,
    set: (name, answer) => {
      remove(name)
      answers.set(name, answer)
      bytes += answer.retrieved.bytes.length
      for (const oldest of answers.keys()) {
        if (answers.size <= limit && bytes <= maximumBytes) return
        remove(oldest)
      }
    },
  }
}
