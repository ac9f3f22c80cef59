export type { CryptoCodes } from '../codes.ts'
export { type Certificate, parseCertificate } from './certificate.ts'
export { type CertificateRevocationList, parseCrl, type RevocationReason } from './crl.ts'
export type { BasicConstraints, Extension, ExtensionContents, KeyUsage, NameConstraints } from './extensions.ts'
export { type CertificateFacts, certificateFacts } from './facts.ts'
export type { GeneralNames } from './general-name.ts'
export { attributesOf, type DistinguishedName, type NameAttribute, sameName } from './name.ts'
export { oid } from './object-identifier.ts'
export { type CertificatePath, type PathOptions, validatePath } from './path.ts'
export { type CertificatePathCache, certificatePathCache } from './path-cache.ts'
export {
  type AnchorRules,
  type CertificateProfile,
  type CertificateProfileName,
  certificateProfiles,
  type LeafRules,
  type RevocationListRules,
} from './profiles.ts'
export type { CrlSource } from './revocation.ts'
export { fieldTolerances, type TolerableRule, tolerableRules, tolerating } from './tolerances.ts'
export { readX5c } from './x5c.ts'
