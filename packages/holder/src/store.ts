import { type Context, defaultContext } from '@hashikake/credential/context'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import type { HeldCredential } from './held-credential.ts'

/** Copies of one credential that verifiers cannot link, each for one presentation. */
export interface StoredCredential {
  /** The store's own identifier. */
  readonly id: string
  /** Copies that were not shown yet. */
  readonly unused: readonly HeldCredential[]
  /** The copy that was handed out last. */
  readonly last?: HeldCredential
  /** How many were handed out. */
  readonly used: number
}

/**
 * Where a holder keeps credentials. `take` hands out a copy once, so that no two verifiers see the same signature.
 */
export interface CredentialStore {
  /** Keeps copies of one credential. @returns its identifier */
  add(copies: readonly HeldCredential[]): Promise<string>
  list(): Promise<readonly StoredCredential[]>
  /**
   * Hands out a copy that was never handed out before.
   *
   * @param options.reuseLast - when none is left, hand the last one out again: verifiers can then link the two
   * @returns undefined when none is left, or nothing is kept under this identifier
   */
  take(id: string, options?: { readonly reuseLast?: boolean }): Promise<HeldCredential | undefined>
  remove(id: string): Promise<void>
}

/** How the content of a store is read and written back, one operation at a time. */
export type StoreTransaction = <T>(
  change: (content: readonly StoredCredential[]) => {
    readonly content: readonly StoredCredential[]
    readonly result: T
  },
) => Promise<T>

/** A store over any place that can run a transaction. */
export function storeOver(transaction: StoreTransaction, context: Context = defaultContext()): CredentialStore {
  return Object.freeze({
    add: (copies: readonly HeldCredential[]) => {
      if (!Array.isArray(copies) || copies.length === 0 || !copies.every(isHeldCredential)) {
        throw new TypeError(
          'add takes the copies of one credential, one at least, not what receive gave: store.add([received.credential])',
        )
      }
      const id = encodeBase64url(context.engine.randomBytes(12))
      const unused = copies.map(frozen)
      return transaction((content) => ({ content: [...content, { id, unused, used: 0 }], result: id }))
    },
    list: () => transaction((content) => ({ content, result: Object.freeze(content.map(listed)) })),
    take: (id: string, options: { readonly reuseLast?: boolean } = {}) =>
      transaction((content) => {
        const stored = content.find((one) => one.id === id)
        const [copy, ...unused] = stored?.unused ?? []
        if (stored === undefined || copy === undefined) {
          return { content, result: options.reuseLast === true ? stored?.last : undefined }
        }
        const after = { id, unused, last: copy, used: stored.used + 1 }
        return { content: content.map((one) => (one === stored ? after : one)), result: copy }
      }),
    remove: (id: string) =>
      transaction((content) => ({ content: content.filter((one) => one.id !== id), result: undefined })),
  })
}

/** Whether a value can be what `receive` made: it says in which format it is and holds it. */
export function isHeldCredential(value: unknown): value is HeldCredential {
  const { format, encoded } = (value ?? {}) as Partial<HeldCredential>
  return typeof format === 'string' && (typeof encoded === 'string' || encoded instanceof Uint8Array)
}

function frozen(copy: HeldCredential): HeldCredential {
  return Object.isFrozen(copy) ? copy : Object.freeze({ ...copy })
}

// What is listed is the caller's to look at, never a way to change what is kept.
function listed(stored: StoredCredential): StoredCredential {
  return Object.freeze({ ...stored, unused: Object.freeze([...stored.unused]) })
}

/** A store in this process's memory. */
export function memoryStore(options: { readonly context?: Context } = {}): CredentialStore {
  let kept: readonly StoredCredential[] = []
  return storeOver(async (change) => {
    const { content, result } = change(kept)
    kept = content
    return result
  }, options.context)
}
