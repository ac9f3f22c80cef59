import type { Spread } from './statistics.ts'

/** What a figure is measured against; a figure without a goal is there to be read. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number }

/** One measured figure, as `--json` prints it. */
export interface Figure {
  readonly name: string
  readonly value: number
  /** `×` for ratios, `µs`, `KiB`, or `exponent` for growth. */
  readonly unit: string
  /** `<= 1.4` or `>= 3.3`; null where there is none. */
  readonly goal: string | null
  readonly held: boolean | null
  readonly spread: Spread
  readonly node: string
}

/** @param value - the median of the samples unless given */
export function figure(
  name: string,
  unit: string,
  spread: Spread,
  options: { readonly goal?: Goal; readonly value?: number } = {},
): Figure {
  const { goal, value = spread.median } = options
  return {
    name,
    value,
    unit,
    goal: goal === undefined ? null : 'atMost' in goal ? `<= ${goal.atMost}` : `>= ${goal.atLeast}`,
    held: goal === undefined ? null : 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast,
    spread,
    node: process.versions.node,
  }
}

const widths = { name: 64, value: 14, spread: 18, goal: 9 }

export const heading = row('figure', 'value', 'p10 to p90', 'goal', 'held')

/** One line of the readable table. */
export function tableRow({ name, value, unit, goal, held, spread }: Figure): string {
  const verdict = held === null ? '' : held ? 'yes' : 'NO'
  return row(name, `${decimal(value)} ${unit}`, `${decimal(spread.p10)} to ${decimal(spread.p90)}`, goal ?? '', verdict)
}

function row(name: string, value: string, spread: string, goal: string, held: string): string {
  const columns = [name.padEnd(widths.name), value.padStart(widths.value), spread.padStart(widths.spread)]
  return `${columns.join(' ')}  ${goal.padEnd(widths.goal)}${held}`.trimEnd()
}

function decimal(value: number): string {
  return Number.isFinite(value) ? value.toFixed(Math.abs(value) < 100 ? 2 : Math.abs(value) < 1_000 ? 1 : 0) : '–'
}
