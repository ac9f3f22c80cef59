export { type AgeAttestations, ageOf, isOverAge, nearestAge } from './age-over.ts'
export type { MdocCodes } from './codes.ts'
export { checkDeviceAuthentication, type DeviceAuthenticationOptions } from './device-authentication.ts'
export {
  checkReaderAuthentication,
  checkReaderAuthenticationAll,
  type DeviceRequest,
  type DocRequest,
  type ReaderAuthenticationOptions,
  type RequestedElement,
  readDeviceRequest,
} from './device-request.ts'
export {
  type DeviceRequestOptions,
  type DocRequestDraft,
  elementsOfPaths,
  pathsOfElements,
  type ReaderIdentity,
  writeDeviceRequest,
} from './device-request-writing.ts'
export {
  type DeviceResponse,
  type DeviceSigned,
  type DeviceSignedElement,
  type MdocDocument,
  readDeviceResponse,
} from './device-response.ts'
export { guardIndividualNumber, isIndividualNumber, type LegalBasis, myNumberActPermits } from './individual-number.ts'
export { checkDigests, type IssuerSigned, type IssuerSignedItem, readIssuerSigned } from './issuer-signed.ts'
export {
  type KeyAuthorizations,
  type MobileSecurityObject,
  readMobileSecurityObject,
} from './mobile-security-object.ts'
export {
  openSession,
  readSessionData,
  readSessionEstablishment,
  type SessionData,
  type SessionEncryption,
  type SessionEncryptionOptions,
  type SessionEstablishment,
  writeSessionData,
  writeSessionEstablishment,
} from './session-encryption.ts'
export { annexBTranscript, annexCTranscript, sessionTranscriptOf } from './session-transcript.ts'
