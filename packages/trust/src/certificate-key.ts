import type { PublicJwk } from '@hashikake/crypto/keys'
export function certificateKey(_der: Uint8Array): PublicJwk | undefined {
  return undefined
}
