export { type AgeAttestations, ageOf, isOverAge, nearestAge } from './age-over.ts'
export type { MdocClaims } from './claims.ts'
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
export type { DocumentSignerRules } from './document-signer.ts'
export type { KeyAuthorizationsDraft, MdocDraft, MdocStatus } from './draft.ts'
export { guardIndividualNumber, isIndividualNumber, type LegalBasis, myNumberActPermits } from './individual-number.ts'
export { issuance, type MdocIssuanceOptions } from './issuance.ts'
export { checkDigests, type IssuerSigned, type IssuerSignedItem, readIssuerSigned } from './issuer-signed.ts'
export type { Reading } from './items.ts'
export { fractionalDates, interop, shortRandom, taggedCose } from './leniencies.ts'
export type { Limits } from './limits.ts'
export {
  type KeyAuthorizations,
  type MobileSecurityObject,
  readMobileSecurityObject,
} from './mobile-security-object.ts'
export { joinDeviceResponses, presentation } from './presentation.ts'
export type { MdocContent, MdocOptions, MdocProfileName } from './reader.ts'
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
export { verification } from './verification.ts'
