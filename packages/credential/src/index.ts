export { bearer, type Challenge, ignoreStatus, nonceOf } from './challenge.ts'
export {
  type ClaimPath,
  describePath,
  isAtOrBelow,
  isClaimPath,
  type SelectedClaim,
  selectClaims,
} from './claim-path.ts'
export type { FailureCode, FailureCodes, WaistCodes } from './codes.ts'
export type { Context } from './context.ts'
export type {
  Claims,
  ClaimValue,
  Credential,
  CredentialContent,
  Encoded,
  Issuer,
  StatusListRules,
  StatusReference,
  Validity,
  Withheld,
} from './credential.ts'
export { type Established, establish, issuerTrusted } from './establish.ts'
export type {
  AnswerParts,
  Authenticated,
  CredentialDraft,
  CredentialReader,
  InspectedDisclosure,
  Inspection,
  IssuanceFormat,
  IssueRequest,
  IssuerIdentity,
  Parsed,
  PresentationFormat,
  PresentRequest,
  ReadRequest,
  SignatureRule,
  SignedBy,
  VerificationFormat,
} from './format.ts'
export { keyFitsRequest } from './key-fits-request.ts'
export { isPromise, orAborted } from './maybe-promise.ts'
export { anyIssuer, issuerKeys, type PinnedKey, pinnedKeys } from './pinned-keys.ts'
export { askPolicies, type Policy, type PolicyGrounds, type PolicyRefusal, type PolicySubject } from './policy.ts'
export { formatOf } from './recognition.ts'
export type { Retrieval, RetrievalRequest, Retrieved } from './retrieval/retrieval.ts'
export {
  type BookedRefusal,
  begin,
  bookPassed,
  bookRefusal,
  type Check,
  leave,
  newProgress,
  type PlannedCheck,
  type Progress,
  planCheck,
  refusalOf,
  type Stage,
  skip,
} from './stages.ts'
export type { StatusAnswer, StatusRequest, StatusResolver } from './status.ts'
export type { Decision, Evidence, KeyCandidate, KeyRequest, Trust } from './trust.ts'
export { requireNotExpired, requireValid } from './validity.ts'
