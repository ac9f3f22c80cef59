import { type CoseMac0, verifyMac0 } from '@hashikake/crypto/cose'
import type { KeyAgreement } from '@hashikake/crypto/key-agreement'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { Refusal } from '@hashikake/encoding/refusal'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { MdocCode } from './codes.ts'
import { macKeyInfo, sessionTranscriptBytes } from './session-transcript.ts'

/** Checks a MAC that only the two sides can make (ISO/IEC 18013-5 §12.4). @throws {Refusal} `device_mac_invalid` */
export async function checkMac(
  mac: CoseMac0,
  { deviceKey, payload }: { readonly deviceKey: PublicJwk; readonly payload: Uint8Array },
  { transcript, readerKey }: { readonly transcript: Uint8Array; readonly readerKey?: KeyAgreement | undefined },
): Promise<void> {
  if (readerKey === undefined) throw new Refusal<MdocCode>('device_mac_invalid')
  const key = await macKeyOf(readerKey, deviceKey, transcript)
  if (!verifyMac0(mac, key, { payload })) throw new Refusal<MdocCode>('device_mac_invalid')
}

/** EMacKey (§12.4), from the own key and the public key of the other side: both can make it, and nobody else. */
export async function macKeyOf(own: KeyAgreement, other: PublicJwk, transcript: Uint8Array): Promise<Uint8Array> {
  const secret = await own.deriveSharedSecret(other)
  return hkdf(sha256, secret, sha256(sessionTranscriptBytes(transcript)), macKeyInfo, 32)
}
