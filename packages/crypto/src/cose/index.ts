export type { CryptoCodes } from '../codes.ts'
export { signatureAlgorithmOf, signatureAlgorithmsOf } from './algorithms.ts'
export { type CwtClaims, cwtClaim, cwtClaimsOf, readCwtClaims } from './cwt.ts'
export { type CoseHeaders, headerLabel, keyIdentifierOf, readX5Chain, type X5Chain } from './headers.ts'
export { publicKeyFromCose, publicKeyToCose } from './key.ts'
export {
  type CoseMac0,
  type MacAlgorithm,
  type MakeMac0Options,
  makeMac0,
  parseMac0,
  readMac0,
  verifyMac0,
} from './mac0.ts'
export { type CoseContent, messageTags, type ParseCoseOptions, type TagRule } from './message.ts'
export {
  type CoseSign1,
  makeSign1,
  parseSign1,
  readSign1,
  type SignSign1Options,
  signSign1,
  type VerifySign1Options,
  verifySign1,
} from './sign1.ts'
