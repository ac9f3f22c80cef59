const characters = /^[\w-]*$/
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * Whether text is canonical base64url (RFC 7515 §2), told without decoding: no padding, unused trailing bits zero.
 *
 * @param byteLength - the exact length that it must decode to; any unless given
 */
export function isCanonicalBase64url(text: string, byteLength?: number): boolean {
  if (byteLength !== undefined && text.length !== Math.ceil((byteLength * 4) / 3)) return false
  const rest = text.length % 4
  if (rest === 1 || !characters.test(text)) return false
  const unusedBits = rest === 0 ? 0 : rest === 2 ? 15 : 3
  return unusedBits === 0 || (alphabet.indexOf(text.charAt(text.length - 1)) & unusedBits) === 0
}
