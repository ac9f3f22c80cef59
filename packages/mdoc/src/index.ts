export type { MdocCodes } from './codes.ts'
export { checkDeviceAuthentication, type DeviceAuthenticationOptions } from './device-authentication.ts'
export {
  type DeviceResponse,
  type DeviceSigned,
  type DeviceSignedElement,
  type MdocDocument,
  readDeviceResponse,
} from './device-response.ts'
export { checkDigests, type IssuerSigned, type IssuerSignedItem, readIssuerSigned } from './issuer-signed.ts'
export {
  type KeyAuthorizations,
  type MobileSecurityObject,
  readMobileSecurityObject,
} from './mobile-security-object.ts'
export { annexBTranscript, annexCTranscript, sessionTranscriptOf } from './session-transcript.ts'
