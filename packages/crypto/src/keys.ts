// Two rooms, so that a verifier does not carry what only signers need.
export { type PrivateJwk, parsePrivateJwk, publicJwkOf } from './private-keys.ts'
export {
  type AkpPublicJwk,
  type EcPublicJwk,
  type JwkMetadata,
  jwkThumbprint,
  keyFitsAlgorithm,
  keyParametersOf,
  type OkpPublicJwk,
  type PublicJwk,
  parseJwkSet,
  parsePublicJwk,
  type RsaPublicJwk,
  sameKey,
} from './public-keys.ts'
