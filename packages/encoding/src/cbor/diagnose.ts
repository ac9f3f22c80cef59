import { type DecodeOptions, decodeCbor } from './decode.ts'
import { CborFloat, CborTag, type CborValue, embeddedTag, isCborMap } from './values.ts'

/**
 * An item in diagnostic notation (RFC 8949 §8, RFC 8610 appendix G), indented for a person to read.
 *
 * @throws {Refusal} the codes of {@link decodeCbor}
 */
export function diagnose(bytes: Uint8Array, options: DecodeOptions = {}): string {
  return notate(decodeCbor(bytes, options).value, options, '')
}

function notate(value: CborValue, options: DecodeOptions, indent: string): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value instanceof Uint8Array) return `h'${hexOf(value)}'`
  if (value instanceof CborFloat) return notateFloat(value.value)
  if (value instanceof CborTag) return `${value.tag}(${notateTagged(value, options, indent)})`
  const deeper = `${indent}  `
  if (isCborMap(value)) {
    const members = [...value].map(
      ([key, member]) => `${notate(key, options, deeper)}: ${notate(member, options, deeper)}`,
    )
    return enclose('{', members, '}', indent)
  }
  if (Array.isArray(value)) {
    return enclose(
      '[',
      (value as readonly CborValue[]).map((one) => notate(one, options, deeper)),
      ']',
      indent,
    )
  }
  return String(value)
}

function notateTagged({ tag, value }: CborTag, options: DecodeOptions, indent: string): string {
  if (tag !== embeddedTag) return notate(value, options, indent)
  return `<<${notate(decodeCbor(value as Uint8Array, options).value, options, indent)}>>`
}

function notateFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Object.is(value, -0)) return '-0.0'
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? value.toFixed(1) : String(value)
}

function enclose(open: string, parts: readonly string[], close: string, indent: string): string {
  if (parts.length === 0) return open + close
  return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}`
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
