import type { MaybePromise } from '@hashikake/crypto/engine'

/** Whether a value has to be waited for. Waiting for what is there already costs as much as a small check. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function'
}
