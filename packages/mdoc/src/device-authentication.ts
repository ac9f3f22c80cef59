import { isPromise } from '@hashikake/credential'
import type { SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { verifySign1 } from '@hashikake/crypto/cose'
import type { Engine, MaybePromise, SignatureMode } from '@hashikake/crypto/engine'
import type { KeyAgreement } from '@hashikake/crypto/key-agreement'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from './codes.ts'
import type { MdocDocument } from './device-response.ts'
import type { KeyAuthorizations } from './mobile-security-object.ts'
import { deviceAuthenticationBytes } from './session-transcript.ts'

export interface DeviceAuthenticationOptions {
  /** The session that the holder answered. */
  readonly transcript: Uint8Array
  readonly engine: Engine
  /** The reader's own key, for a MAC; without it none can be checked. */
  readonly readerKey?: KeyAgreement | undefined
  readonly mode?: SignatureMode | undefined
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined
}

/**
 * Checks that the holder's key, which the issuer signed, answered this session, and vouches for no more than it may
 * (ISO/IEC 18013-5 §12.8.2).
 *
 * @throws {Refusal} `doc_type_mismatch`, `device_signature_invalid`, `device_mac_invalid`, `device_element_unauthorized`, and
 *   the codes of COSE
 */
export async function checkDeviceAuthentication(
  document: MdocDocument,
  options: DeviceAuthenticationOptions,
): Promise<void> {
  if (document.issuerSigned.mso.docType !== document.docType) throw refusal('doc_type_mismatch')
  await checkDeviceProof(document, options)
  checkAuthorizations(document)
}

/** The signature or MAC of the holder's key. @throws {Refusal} */
export function checkDeviceProof(
  { docType, issuerSigned, deviceSigned }: MdocDocument,
  options: DeviceAuthenticationOptions,
): MaybePromise<void> {
  const { deviceKey } = issuerSigned.mso
  const { deviceAuth, encodedNameSpaces } = deviceSigned
  const payload = deviceAuthenticationBytes(options.transcript, { docType, encodedNameSpaces })
  if (deviceAuth.kind === 'mac') return checkMac(deviceAuth.mac, { deviceKey, payload }, options)
  const { engine, mode, algorithms } = options
  const holding = verifySign1(deviceAuth.signature, deviceKey, { engine, payload, mode, algorithms })
  const decide = (holds: boolean): void => {
    if (!holds) throw refusal('device_signature_invalid')
  }
  return isPromise(holding) ? holding.then(decide) : decide(holding)
}

/** What the holder's key vouches for, the issuer must have left to it (§12.3). @throws {Refusal} `device_element_unauthorized` */
export function checkAuthorizations({
  issuerSigned,
  deviceSigned,
}: Pick<MdocDocument, 'issuerSigned' | 'deviceSigned'>): void {
  for (const { namespace, elementIdentifier } of deviceSigned.elements) {
    requireAuthorized(issuerSigned.mso.keyAuthorizations, [namespace, elementIdentifier])
  }
}

/** @throws {Refusal} `device_element_unauthorized` */
export function requireAuthorized({ namespaces, elements }: KeyAuthorizations, path: readonly [string, string]): void {
  const [namespace, elementIdentifier] = path
  if (namespaces.includes(namespace) || elements.get(namespace)?.includes(elementIdentifier) === true) return
  throw refusal('device_element_unauthorized', path)
}

/** Loaded where there is a MAC: most answers are signed. */
async function checkMac(...given: Parameters<typeof import('./device-mac.ts').checkMac>): Promise<void> {
  await (await import('./device-mac.ts')).checkMac(...given)
}

function refusal(code: MdocCode, path?: readonly string[]): Refusal<MdocCode> {
  return new Refusal(code, path === undefined ? {} : { path })
}
