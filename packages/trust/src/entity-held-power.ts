import {
  type ClaimPath,
  type ClaimValue,
  type Evidence,
  isClaimPath,
  type Policy,
  type PolicyRefusal,
  type PolicySubject,
  planCheck,
  selectClaims,
} from '@hashikake/credential'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { isDay, readTime } from './lote-reading.ts'
import { requireOptions } from './options.ts'

export interface HeldPowerOptions {
  /** Where the credential says on which day the degree was awarded, `2026-03-31`. */
  readonly awardDate: ClaimPath
  /** Where it says of which type the degree is, as the list names it; the credential's own type unless given. */
  readonly degreeType?: ClaimPath
}

const usage = "entityHeldPower takes entityHeldPower({ awardDate: ['degree', 'awarded'] })"

/**
 * Demands that the listed entity held the power to award this degree on the day of its award, and that its service was
 * granted at issuance: an institution that has since lost its power is believed in its old degrees and in no new one.
 * Where the list gives no awarding powers, the status on the day of the award decides.
 *
 * Every issuer must be a listed one: it reads what `trustedEntities` left in the evidence.
 *
 * Codes: `trust_list_entry_missing`, `award_date_missing`, `award_date_malformed`, `award_date_in_future`,
 * `awarding_power_missing`, `trust_list_service_not_held_at_issuance`.
 *
 * @throws {TypeError} for wrong options
 */
export function entityHeldPower(options: HeldPowerOptions): Policy {
  requireOptions(options, ['awardDate', 'degreeType'], usage)
  const { awardDate, degreeType } = options
  if (!isClaimPath(awardDate) || (degreeType !== undefined && !isClaimPath(degreeType))) throw new TypeError(usage)
  return Object.freeze({
    check: planCheck('policy', 'awarding_power'),
    parameters: { awardDate, ...(degreeType === undefined ? {} : { degreeType }) },
    judge: (subject: PolicySubject) => judge(subject, awardDate, degreeType),
  })
}

function judge(
  { credential, issuers, now, clockSkew }: PolicySubject,
  awardDate: ClaimPath,
  degreeType: ClaimPath | undefined,
): PolicyRefusal | undefined {
  const entries = issuers.map(({ evidence }) => evidence.find(({ kind }) => kind === 'trusted-entity'))
  if (entries.some((entry) => entry === undefined)) return { code: 'trust_list_entry_missing' }
  const days = selectClaims(credential.claims, awardDate)
  if (days.length === 0) return { code: 'award_date_missing', path: awardDate }
  const types =
    degreeType === undefined ? [credential.type] : selectClaims(credential.claims, degreeType).map(({ value }) => value)
  // Somewhere on Earth it is already tomorrow: fourteen hours ahead of UTC.
  const latest = new Date((now + clockSkew + 14 * 3600) * 1000).toISOString().slice(0, 10)
  for (const { path, value: day } of days) {
    if (typeof day !== 'string' || !isDay(day)) return { code: 'award_date_malformed', path }
    if (day > latest) return { code: 'award_date_in_future', path }
    const isHeld = entries.every((entry) => heldPower(entry as Evidence, day, types))
    if (!isHeld) return { code: 'awarding_power_missing', path }
  }
  const { issuedAt } = credential.validity
  const wasGranted = issuedAt === undefined || entries.every((entry) => isGrantedAt(entry as Evidence, issuedAt))
  return wasGranted ? undefined : { code: 'trust_list_service_not_held_at_issuance' }
}

function heldPower(entry: Evidence, day: string, types: readonly (ClaimValue | undefined)[]): boolean {
  const powers = ownMember(entry, 'awardingPowers')
  // At noon, so that the time zone of the award doesn't matter unless the status changed on that very day.
  if (powers === undefined) return isGrantedAt(entry, readTime(`${day}T12:00:00Z`) as number)
  if (types.length === 0) return false
  return types.every((type) => objectsIn(powers).some((power) => covers(power, day, type)))
}

function covers(power: JsonObject, day: string, type: ClaimValue | undefined): boolean {
  const degreeTypes = ownMember(power, 'degreeTypes')
  const from = ownMember(power, 'from') ?? ''
  const through = ownMember(power, 'through')
  return (
    Array.isArray(degreeTypes) &&
    degreeTypes.includes(type) &&
    from <= day &&
    (through === undefined || day <= (through as string))
  )
}

/** Where the list gives no statuses, it says nothing of the past, and being listed is all there is. */
function isGrantedAt(entry: Evidence, at: number): boolean {
  const statuses = objectsIn(ownMember(entry, 'statuses'))
  if (statuses.length === 0) return true
  const reached = statuses.filter((status) => (readTime(ownMember(status, 'from') as string) ?? Infinity) <= at)
  return reached.at(-1)?.granted === true
}

function objectsIn(list: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : []
}
