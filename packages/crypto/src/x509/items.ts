import { contentOf, type DerItem, derTag } from '../der.ts'

/** A whole number that is not negative and small (X.690 §8.3). @throws {RangeError} */
export function readSmallNumber(item: DerItem | undefined): number {
  const content = requireInteger(item)
  if (content.length > 4 || (content[0] as number) > 0x7f) throw new RangeError('Not a small number')
  return content.reduce((value, byte) => value * 256 + byte, 0)
}

/** The content of an INTEGER, in its shortest form (X.690 §8.3.2). @throws {RangeError} */
export function requireInteger(item: DerItem | undefined): Uint8Array {
  const content = contentOf(item, derTag.integer)
  const [first, second] = content
  const isPadded = second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second > 0x7f))
  if (first === undefined || isPadded) throw new RangeError('Not DER: an integer longer than needed')
  return content
}

/** A BOOLEAN that is there only where it is true, since its default is never written (X.690 §11.1, §11.5). @throws {RangeError} */
export function requireTrue(item: DerItem): true {
  const content = contentOf(item, derTag.boolean)
  if (content.length !== 1 || content[0] !== 0xff) throw new RangeError('Not DER: a boolean')
  return true
}

/** The bits of a named bit list (X.690 §11.2): which are set, without trailing zeros. @throws {RangeError} */
export function readNamedBits(item: DerItem | undefined): readonly number[] {
  const [unused = 8, ...bytes] = contentOf(item, derTag.bitString)
  const last = bytes.at(-1) ?? 0
  if (unused > 7 || (bytes.length === 0 && unused !== 0)) throw new RangeError('Not a bit string')
  if (bytes.length > 0 && ((last >> unused) & 1) === 0) throw new RangeError('Not DER: trailing zeros')
  if ((last & ((1 << unused) - 1)) !== 0) throw new RangeError('Not DER: unused bits')
  return bytes.flatMap((byte, i) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (0x80 >> bit)).map((bit) => i * 8 + bit),
  )
}

/** A BIT STRING of whole bytes. @throws {RangeError} */
export function readBitString(item: DerItem | undefined): Uint8Array {
  const content = contentOf(item, derTag.bitString)
  if (content[0] !== 0) throw new RangeError('Not a bit string of whole bytes')
  return content.subarray(1)
}

/** Characters of one byte each. Loops, as the texts of certificates are short. */
export function latin1Of(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i] as number)
  return text
}

export function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] as number) > 0x7f) return false
  return true
}

/** @throws {RangeError} for anything else */
export function asciiOf(bytes: Uint8Array): string {
  if (!isAscii(bytes)) throw new RangeError('Not an IA5String')
  return latin1Of(bytes)
}
