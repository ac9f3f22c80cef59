export {
  anyIssuer,
  bearer,
  type Challenge,
  ignoreStatus,
  issuerKeys,
  type PinnedKey,
  pinnedKeys,
} from '@hashikake/credential'
export { type ChallengeRequest, createChallenge } from './create-challenge.ts'
export type { ContentOf, VerifyOptions } from './options.ts'
export { issuers, maximumAge, requiredClaims, types } from './policies.ts'
export { memoryReplayStore, type ReplayStore } from './replay.ts'
export type { Accepted, CredentialOf, Rejected } from './result.ts'
export { verify } from './verify.ts'
export { verifyEach } from './verify-each.ts'
export {
  type PresentationOptions,
  type PresentationResult,
  type SubjectMatcher,
  verifyPresentation,
} from './verify-presentation.ts'
