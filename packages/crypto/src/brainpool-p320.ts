import { ecdsa, weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { brainpoolP384r1 } from '@noble/curves/misc.js'

/** RFC 5639 §3.5, with SHA-384, the hash that ESB320 names (RFC 9864 §2.1) and that its sister has. `@noble/curves` has its three sisters. */
export const brainpoolP320r1: ReturnType<typeof ecdsa> = /* @__PURE__ */ ecdsa(
  /* @__PURE__ */ weierstrass({
    p: 0xd35e472036bc4fb7e13c785ed201e065f98fcfa6f6f40def4f92b9ec7893ec28fcd412b1f1b32e27n,
    a: 0x3ee30b568fbab0f883ccebd46d3f3bb8a2a73513f5eb79da66190eb085ffa9f492f375a97d860eb4n,
    b: 0x520883949dfdbc42d3ad198640688a6fe13f41349554b49acc31dccd884539816f5eb4ac8fb1f1a6n,
    n: 0xd35e472036bc4fb7e13c785ed201e065f98fcfa5b68f12a32d482ec7ee8658e98691555b44c59311n,
    Gx: 0x43bd7e9afb53d8b85289bcc48ee5bfe6f20137d10a087eb6e7871e2a10a599c710af8d0d39e20611n,
    Gy: 0x14fdd05545ec1cc8ab4093247f77275e0743ffed117182eaa9c77877aaac6ac7d35245d1692e8ee1n,
    h: 1n,
  }),
  (brainpoolP384r1 as unknown as { readonly hash: Parameters<typeof ecdsa>[1] }).hash,
)
