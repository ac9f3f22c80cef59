/** p, and the y of the points of small order (RFC 8032 §5.1, §5.2; both signs of x share a y). */
const curves = {
  Ed25519: {
    p: 2n ** 255n - 19n,
    y: [
      0n,
      1n,
      2n ** 255n - 20n,
      0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
      0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
    ],
  },
  Ed448: { p: 2n ** 448n - 2n ** 224n - 1n, y: [0n, 1n, 2n ** 448n - 2n ** 224n - 2n] },
}

/**
 * Whether a raw Edwards public key can be anyone's: its y is canonical (RFC 8032 §5.1.3-1) and its point is not one of
 * small order, under which signatures for every message can be made without a private key. Runtimes differ in this.
 */
export function isUsableEdwardsKey(name: 'Ed25519' | 'Ed448', bytes: Uint8Array): boolean {
  let y = 0n
  for (let i = bytes.length - 1; i >= 0; i--) {
    const byte = bytes[i] as number
    y = (y << 8n) | BigInt(i === bytes.length - 1 ? byte & 0x7f : byte)
  }
  const { p, y: smallOrder } = curves[name]
  return y < p && !smallOrder.includes(y)
}
