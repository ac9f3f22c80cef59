export { copyIdentity, copyPublicKey } from './issuer-identity.ts'
export { type MemberNames, readMembers, requireText } from './members.ts'
export { type RandomPool, randomPool } from './random-pool.ts'
export { requireUsableKey } from './usable-key.ts'
