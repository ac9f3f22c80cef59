import type { Decision, Evidence, KeyRequest } from '@hashikake/credential'
import type { JsonValue } from '@hashikake/encoding/json'
import type { TrustCode } from './codes.ts'
import type { TrustedEntity } from './lote.ts'
import { writeTime } from './lote-reading.ts'
import { statusAt, type TrustedService } from './lote-service.ts'
import type { TrustListScheme } from './lote-types.ts'
import { listEvidence, type TrustList } from './trust-list.ts'

/** What a list says of a key's owner. */
export interface Entry {
  readonly list: TrustList
  readonly entity: TrustedEntity
  readonly services: readonly TrustedService[]
}

export interface Question {
  readonly request: KeyRequest
  readonly scheme: TrustListScheme
  /** Seconds. */
  readonly now: number
  readonly name: string | undefined
}

/** One service under which the key stands must hold, by itself. */
export function decideOnEntry({ list, entity, services }: Entry, question: Question): Decision {
  const faults: TrustCode[] = []
  for (const service of services) {
    const fault = faultOf(service, question)
    if (fault === undefined) {
      const { scheme, name } = question
      const evidence = [entityEvidence(entity, service, scheme), listEvidence(list, name)]
      return { trusted: true, evidence: Object.freeze(evidence) }
    }
    faults.push(fault)
  }
  return { trusted: false, code: faults[0] as TrustCode }
}

function faultOf(service: TrustedService, { request, scheme, now }: Question): TrustCode | undefined {
  if (service.isCriticalUnknown) return 'trust_list_extension_critical'
  if (!isGranted(service, scheme, now)) return 'trust_list_service_withdrawn'
  const issuedAt = request.issuedAt === undefined ? undefined : request.issuedAt.getTime() / 1000
  if (issuedAt !== undefined && !isGranted(service, scheme, issuedAt)) return 'trust_list_service_not_held_at_issuance'
  return undefined
}

/** A list whose scheme knows no statuses says all that it says by listing; one that knows them has to give one. */
function isGranted(service: TrustedService, { granted }: TrustListScheme, at: number): boolean {
  if (granted.length === 0) return service.statuses.length === 0
  const status = statusAt(service, at)
  return status !== undefined && granted.includes(status)
}

/** What the list says of the entity and the service, in plain JSON, for policies and for the record. */
function entityEvidence(entity: TrustedEntity, service: TrustedService, { granted }: TrustListScheme): Evidence {
  return Object.freeze({
    kind: 'trusted-entity',
    entity: entity.name,
    territory: entity.territory,
    identifiers: entity.identifiers as unknown as JsonValue,
    service: service.name,
    serviceType: service.type,
    statuses: service.statuses.map(({ status, from }) => ({
      status,
      from: writeTime(from),
      granted: granted.includes(status),
    })),
    ...(service.awardingPowers === undefined ? {} : { awardingPowers: service.awardingPowers as unknown as JsonValue }),
  })
}
