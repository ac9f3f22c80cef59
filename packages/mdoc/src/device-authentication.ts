import type { SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { verifyMac0, verifySign1 } from '@hashikake/crypto/cose'
import type { Engine } from '@hashikake/crypto/engine'
import type { KeyAgreement } from '@hashikake/crypto/key-agreement'
import { Refusal } from '@hashikake/encoding/refusal'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { MdocCode } from './codes.ts'
import type { DeviceSigned, MdocDocument } from './device-response.ts'
import type { MobileSecurityObject } from './mobile-security-object.ts'
import { deviceAuthenticationBytes, macKeyInfo, sessionTranscriptBytes } from './session-transcript.ts'

export interface DeviceAuthenticationOptions {
  /** The session that the holder answered. */
  readonly transcript: Uint8Array
  readonly engine: Engine
  /** The reader's own key, for a MAC; without it none can be checked. */
  readonly readerKey?: KeyAgreement
  readonly algorithms?: readonly SignatureAlgorithm[]
}

/**
 * Checks that the holder's key, which the issuer signed, answered this session, and vouches for no more than it may
 * (ISO/IEC 18013-5 §12.8.2).
 *
 * @throws {Refusal} `doc_type_mismatch`, `device_signature_invalid`, `device_mac_invalid`, `device_element_unauthorized`, and
 *   the codes of COSE
 */
export async function checkDeviceAuthentication(
  { docType, issuerSigned, deviceSigned }: MdocDocument,
  options: DeviceAuthenticationOptions,
): Promise<void> {
  const { mso } = issuerSigned
  if (mso.docType !== docType) throw refusal('doc_type_mismatch')
  const { encodedNameSpaces } = deviceSigned
  const payload = deviceAuthenticationBytes(options.transcript, { docType, encodedNameSpaces })
  await checkProof(deviceSigned, mso, payload, options)
  for (const { namespace, elementIdentifier } of deviceSigned.elements) {
    const { namespaces, elements } = mso.keyAuthorizations
    const isAuthorized = namespaces.includes(namespace) || elements.get(namespace)?.includes(elementIdentifier) === true
    if (!isAuthorized) throw refusal('device_element_unauthorized', [namespace, elementIdentifier])
  }
}

async function checkProof(
  { deviceAuth }: DeviceSigned,
  { deviceKey }: MobileSecurityObject,
  payload: Uint8Array,
  { engine, transcript, readerKey, algorithms }: DeviceAuthenticationOptions,
): Promise<void> {
  if (deviceAuth.kind === 'signature') {
    const accepted = algorithms === undefined ? {} : { algorithms }
    if (await verifySign1(deviceAuth.signature, deviceKey, { engine, payload, ...accepted })) return
    throw refusal('device_signature_invalid')
  }
  if (readerKey === undefined) throw refusal('device_mac_invalid')
  const key = await macKey(readerKey, deviceKey, transcript)
  if (!verifyMac0(deviceAuth.mac, key, { payload })) throw refusal('device_mac_invalid')
}

/** EMacKey (§12.4): both sides can make it, and nobody else. */
async function macKey(
  readerKey: KeyAgreement,
  deviceKey: MobileSecurityObject['deviceKey'],
  transcript: Uint8Array,
): Promise<Uint8Array> {
  const secret = await readerKey.deriveSharedSecret(deviceKey)
  return hkdf(sha256, secret, sha256(sessionTranscriptBytes(transcript)), macKeyInfo, 32)
}

function refusal(code: MdocCode, path?: readonly string[]): Refusal<MdocCode> {
  return new Refusal(code, path === undefined ? {} : { path })
}
