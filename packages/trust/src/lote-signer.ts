import type { KeyCandidate } from '@hashikake/credential'
import type { ListSignature } from './lote-signature.ts'

/** placeholder until x509 */
export function requireSigningCertificate(_signature: ListSignature, _candidate: KeyCandidate): void {}
