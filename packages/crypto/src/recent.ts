/** A bounded map that forgets what was not asked for longest. */
export class Recent<Value> {
  readonly #limit: number
  readonly #entries = new Map<string, Value>()

  constructor(limit: number) {
    this.#limit = limit
  }

  get(name: string): Value | undefined {
    const value = this.#entries.get(name)
    if (value === undefined) return undefined
    // A Map iterates in the order of insertion: putting it back makes it the newest.
    this.#entries.delete(name)
    this.#entries.set(name, value)
    return value
  }

  set(name: string, value: Value): void {
    this.#entries.set(name, value)
    if (this.#entries.size <= this.#limit) return
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest)
      return
    }
  }

  delete(name: string): void {
    this.#entries.delete(name)
  }
}
