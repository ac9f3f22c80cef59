/**
 * The half-precision bits of a number (RFC 8949 §3.3); undefined where it has none that keep its value.
 * Every NaN is the one of RFC 8949 §4.2.2.
 */
export function halfOf(value: number): number | undefined {
  if (Number.isNaN(value)) return 0x7e00
  if (Math.fround(value) !== value) return undefined
  scratch.setFloat32(0, value)
  const bits = scratch.getUint32(0)
  const sign = (bits >>> 16) & 0x8000
  const exponent = ((bits >>> 23) & 0xff) - 127
  const fraction = bits & 0x7fffff
  if (value === 0) return sign
  if (exponent === 128) return sign | 0x7c00
  if (exponent >= -14 && exponent <= 15) {
    return (fraction & 0x1fff) === 0 ? sign | ((exponent + 15) << 10) | (fraction >> 13) : undefined
  }
  // Smaller numbers have no leading one: it moves into the fraction.
  if (exponent < -24 || exponent > 15) return undefined
  const shift = -1 - exponent
  const whole = 0x800000 | fraction
  return (whole & ((1 << shift) - 1)) === 0 ? sign | (whole >> shift) : undefined
}

/** The number that half-precision bits stand for. */
export function numberOfHalf(half: number): number {
  const exponent = (half >> 10) & 0x1f
  const fraction = half & 0x3ff
  const magnitude =
    exponent === 0
      ? fraction * 2 ** -24
      : exponent === 31
        ? fraction === 0
          ? Number.POSITIVE_INFINITY
          : Number.NaN
        : (fraction + 1024) * 2 ** (exponent - 25)
  return half & 0x8000 ? -magnitude : magnitude
}

const scratch = /* @__PURE__ */ new DataView(new ArrayBuffer(4))
