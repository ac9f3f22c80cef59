import { keyFitsAlgorithm, type PublicJwk } from '@hashikake/crypto/keys'
import type { KeyRequest } from './trust.ts'

/** Whether a key goes with what a signature says of its algorithm; whose key it is, is another question. */
export function keyFitsRequest(key: PublicJwk, { algorithms }: Pick<KeyRequest, 'algorithms'>): boolean {
  return algorithms.some((algorithm) => keyFitsAlgorithm(key, algorithm, 'verify') === undefined)
}
