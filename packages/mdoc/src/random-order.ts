import type { RandomPool } from '@hashikake/credential/issuing'

/** The numbers from 0 up to a count, in an order that nobody can foresee (Fisher and Yates). */
export function randomOrder(count: number, random: RandomPool): readonly number[] {
  const order = Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[order[i], order[j]] = [order[j] as number, order[i] as number]
  }
  return order
}
