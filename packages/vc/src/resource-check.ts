import { begin, leave, type PlannedCheck, planCheck, type ReadRequest, skip } from '@hashikake/credential'
import type { MaybePromise } from '@hashikake/crypto/engine'
import type { RelatedResource } from './model/related-resources.ts'

/** That the resources in use are those that the issuer meant (VCDM 2.0 §5.3). */
export const relatedResourcesCheck: PlannedCheck = planCheck('authenticate', 'related_resources')

/**
 * Makes the check, or leaves it out where the credential names no resource.
 *
 * @throws {Refusal} `related_resource_mismatch`
 */
export function judgeRelatedResources(
  resources: readonly RelatedResource[],
  { progress, context }: Pick<ReadRequest, 'progress' | 'context'>,
): MaybePromise<void> {
  if (resources.length === 0) {
    skip(progress, relatedResourcesCheck)
    return
  }
  begin(progress, relatedResourcesCheck)
  return import('./known-resources.ts')
    .then(({ checkRelatedResources }) => checkRelatedResources(resources, context))
    .then(() => leave(progress))
}
