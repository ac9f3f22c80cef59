/** What JavaScript has no plain value for: floats, whole numbers beyond 2^53, tags. The decoder behind must not see it. */
export type Special = FloatSpecial | IntegerSpecial | TagSpecial

interface FloatSpecial extends Place {
  readonly kind: 'float'
  readonly value: number
}

interface IntegerSpecial extends Place {
  readonly kind: 'integer'
  readonly value: bigint | number
}

export interface TagSpecial extends Place {
  readonly kind: 'tag'
  readonly tag: number
  readonly contentStart: number
  readonly contentSpecials: readonly Special[]
  /** Of tag 24: those of the item within the byte string. */
  readonly embeddedSpecials: readonly Special[] | undefined
}

interface Place {
  readonly start: number
  readonly end: number
}
