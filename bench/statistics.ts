/** Where paired samples lie: the median, and the 10th and 90th percentile around it. */
export interface Spread {
  readonly p10: number
  readonly median: number
  readonly p90: number
}

/** A quantile of sorted samples, interpolated between neighbours. */
function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] as number
  const above = sorted[Math.ceil(place)] as number
  return below + (above - below) * (place - Math.floor(place))
}

export function spreadOf(samples: ArrayLike<number>): Spread {
  if (samples.length === 0) throw new RangeError('A spread needs samples')
  const sorted = Float64Array.from(samples).sort()
  return { p10: quantile(sorted, 0.1), median: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) }
}

export function median(samples: ArrayLike<number>): number {
  return spreadOf(samples).median
}

/** Combines samples that were taken in the same round: ratios or differences of neighbours in time, never of averages. */
export function pairwise(
  combine: (...values: number[]) => number,
  ...series: readonly [ArrayLike<number>, ...ArrayLike<number>[]]
): Float64Array {
  return Float64Array.from({ length: series[0].length }, (_, at) => combine(...series.map((one) => one[at] as number)))
}

/**
 * How a time grows with a size: the slope of log time over log size, by least squares. 1 is linear, 2 quadratic.
 *
 * @returns NaN where a time is not positive
 */
export function growthExponent(sizes: readonly number[], times: readonly number[]): number {
  const x = sizes.map(Math.log)
  const y = times.map(Math.log)
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length
  const meanX = mean(x)
  const meanY = mean(y)
  const covariance = mean(x.map((one, i) => (one - meanX) * ((y[i] as number) - meanY)))
  return covariance / mean(x.map((one) => (one - meanX) ** 2))
}
