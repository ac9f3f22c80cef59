import type { MaybePromise } from '@hashikake/crypto/engine'

/** Which edition of a list was seen. */
export interface SeenEdition {
  readonly sequenceNumber: number
  /** SHA-256 of what was signed, base64url. */
  readonly sha256: string
}

/** Remembers the newest edition of each list that was seen, so that an old one can't be played back. */
export interface SequenceStore {
  /**
   * Remembers an edition if its number is above the remembered one, in one step; and says which is remembered now.
   *
   * @param list - the name of the list: its URL, or what the caller calls it
   */
  advance(list: string, edition: SeenEdition): MaybePromise<SeenEdition>
}

/** A memory that lasts as long as the process; a verifier with several needs a store of its own behind them. */
export function memorySequenceStore(): SequenceStore {
  const newest = new Map<string, SeenEdition>()
  return Object.freeze({
    advance: (list: string, edition: SeenEdition) => {
      const seen = newest.get(list)
      if (seen !== undefined && seen.sequenceNumber >= edition.sequenceNumber) return seen
      newest.set(list, edition)
      return edition
    },
  })
}
