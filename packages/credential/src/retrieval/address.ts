/**
 * Whether an address is one of the public Internet, as text in any spelling that a resolver gives (RFC 6890 and the IANA
 * registries of special-purpose addresses; RFC 4291 for IPv6). An IPv6 address that carries an IPv4 address is judged by that.
 * Addresses for documentation lead nowhere and are let pass.
 */
export function isPublicAddress(address: string): boolean {
  const four = readIpv4(address)
  if (four !== undefined) return isPublicIpv4(four)
  const six = readIpv6(address)
  return six !== undefined && isPublicIpv6(six)
}

/** Whether an address is one of this machine's own. */
export function isLoopbackAddress(address: string): boolean {
  const four = readIpv4(address)
  if (four !== undefined) return four >>> 24 === 127
  const six = readIpv6(address)
  if (six === undefined) return false
  const isMapped = six.slice(0, 5).every((group) => group === 0) && six[5] === 0xffff
  return isMapped ? (six[6] as number) >> 8 === 127 : six.every((group, i) => group === (i === 7 ? 1 : 0))
}

/** First address, and how many bits of it count. */
const notPublic: readonly (readonly [address: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
]

function isPublicIpv4(address: number): boolean {
  return !notPublic.some(([first, bits]) => (address ^ (readIpv4(first) as number)) >>> (32 - bits) === 0)
}

function isPublicIpv6(groups: readonly number[]): boolean {
  const [first = 0, second = 0, third = 0] = groups
  const last = (((groups[6] as number) << 16) | (groups[7] as number)) >>> 0
  const isZero = (from: number, to: number): boolean => groups.slice(from, to).every((group) => group === 0)
  // Mapped (::ffff:0:0/96) and translated (64:ff9b::/96) addresses reach what they carry.
  if (isZero(0, 5) && groups[5] === 0xffff) return isPublicIpv4(last)
  if (first === 0x64 && second === 0xff9b && isZero(2, 6)) return isPublicIpv4(last)
  // 6to4 (2002::/16) carries one in front.
  if (first === 0x2002) return isPublicIpv4(((second << 16) | third) >>> 0)
  // Of 2001::/23, protocol assignments such as Teredo; documentation is 2001:db8::/32.
  if (first === 0x2001 && second < 0x200) return false
  // Only 2000::/3 is assigned for public use (RFC 4291 §2.4).
  return first >> 13 === 1
}

/** Four decimal numbers, as resolvers and `URL` write them. */
function readIpv4(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number)
  if (parts === undefined || parts.some((part) => part > 255)) return undefined
  return parts.reduce((address, part) => ((address << 8) | part) >>> 0, 0)
}

/** The eight groups of an address (RFC 4291 §2.2); undefined also with a zone, which no public address has. */
function readIpv6(text: string): readonly number[] | undefined {
  if (!/^[\da-f:.]{2,45}$/i.test(text)) return undefined
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [before, after] = halves.map(readGroups)
  if (before === undefined || (halves.length === 2 && after === undefined)) return undefined
  const missing = 8 - before.length - (after?.length ?? 0)
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  return [...before, ...new Array<number>(missing).fill(0), ...(after ?? [])]
}

function readGroups(text: string): readonly number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    const four = i === parts.length - 1 ? readIpv4(part) : undefined
    if (four !== undefined) groups.push(four >>> 16, four & 0xffff)
    else if (/^[\da-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}
