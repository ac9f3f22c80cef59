import type { MaybePromise } from '@hashikake/crypto/engine'

/** Whether a value has to be waited for. Waiting for what is there already costs as much as a small check. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function'
}

/** Waits for what the caller's code promised, but not past an abort: it may never settle. */
export function orAborted<T>(value: MaybePromise<T>, signal: AbortSignal | undefined): MaybePromise<T> {
  if (signal === undefined || !isPromise(value)) return value
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
    // The last step cannot fail: both outcomes have been handed on by then.
    Promise.resolve(value)
      .then(resolve, reject)
      .then(() => signal.removeEventListener('abort', abort))
  })
}
