import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { isUrl, valuesOf } from '../model/identifiers.ts'
import { type Place, refusal } from '../model/refusal.ts'

/** What Open Badges 3.0 knows: an achievement of somebody, and a word of somebody about something. */
export type BadgeKind = 'AchievementCredential' | 'EndorsementCredential'

const context = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(?:-3\.\d\.\d)?\.json$/
const resultStatuses: readonly unknown[] = [
  'Completed',
  'Enrolled',
  'Failed',
  'InProgress',
  'OnHold',
  'Provisional',
  'Withdrew',
]
const resultsAtMost = 1_000

/** Which of them a credential is; undefined where it is none. */
export function badgeKindOf(document: JsonObject): BadgeKind | undefined {
  const types = valuesOf(ownMember(document, 'type'))
  if (types.includes('AchievementCredential') || types.includes('OpenBadgeCredential')) return 'AchievementCredential'
  return types.includes('EndorsementCredential') ? 'EndorsementCredential' : undefined
}

/**
 * Holds a W3C credential that is a badge or an endorsement against the data model of Open Badges 3.0 (§B.1), beyond what
 * VCDM has: contexts, types, who it is about, what was achieved, and that results are of that achievement.
 *
 * @throws {Refusal} `open_badge_malformed` with its path; `open_badge_result_unknown`
 */
export function requireBadge(document: JsonObject): BadgeKind {
  const kind = badgeKindOf(document)
  if (kind === undefined) throw malformed('type')
  const [, second] = valuesOf(ownMember(document, '@context'))
  if (typeof second !== 'string' || !context.test(second)) throw malformed('@context', 1)
  if (!isUrl(ownMember(document, 'id'))) throw malformed('id')
  // What the first version calls its beginning.
  if (!Object.hasOwn(document, 'validFrom') && !Object.hasOwn(document, 'issuanceDate')) throw malformed('validFrom')
  requireProfile(document)
  const subject = ownMember(document, 'credentialSubject')
  if (!isJsonObject(subject)) throw malformed('credentialSubject')
  if (kind === 'EndorsementCredential') requireEndorsement(document, subject)
  else requireAchievementSubject(subject)
  return kind
}

function requireProfile(document: JsonObject): void {
  const issuer = ownMember(document, 'issuer')
  if (isJsonObject(issuer)) requireType(issuer, 'Profile', ['issuer'])
}

/** §B.1.7: whoever is endorsed has a name by which it is known. */
function requireEndorsement(document: JsonObject, subject: JsonObject): void {
  if (!isText(ownMember(document, 'name'))) throw malformed('name')
  requireType(subject, 'EndorsementSubject', ['credentialSubject'])
  if (!isUrl(ownMember(subject, 'id'))) throw malformed('credentialSubject', 'id')
  const comment = ownMember(subject, 'endorsementComment')
  if (comment !== undefined && !isText(comment)) throw malformed('credentialSubject', 'endorsementComment')
}

/** §B.1.3: somebody, by an id or by identifiers, and one achievement. */
function requireAchievementSubject(subject: JsonObject): void {
  const place = ['credentialSubject']
  requireType(subject, 'AchievementSubject', place)
  const identifiers = valuesOf(ownMember(subject, 'identifier'))
  if (ownMember(subject, 'id') === undefined && identifiers.length === 0) throw malformed(...place, 'identifier')
  for (const [index, one] of identifiers.entries()) requireIdentity(one, [...place, 'identifier', index])
  requireNumber(subject, 'creditsEarned', place)
  const achievement = ownMember(subject, 'achievement')
  if (!isJsonObject(achievement)) throw malformed(...place, 'achievement')
  const descriptions = readAchievement(achievement, [...place, 'achievement'])
  requireResults(subject, descriptions, place)
}

function requireIdentity(value: JsonValue, place: Place): void {
  const isWhole =
    isJsonObject(value) &&
    valuesOf(ownMember(value, 'type')).includes('IdentityObject') &&
    typeof ownMember(value, 'hashed') === 'boolean' &&
    isText(ownMember(value, 'identityHash')) &&
    isText(ownMember(value, 'identityType'))
  const salt = isJsonObject(value) ? ownMember(value, 'salt') : undefined
  if (!isWhole || (salt !== undefined && typeof salt !== 'string')) throw malformed(...place)
}

/** @returns its descriptions of results, by their ids */
function readAchievement(achievement: JsonObject, place: Place): ReadonlyMap<JsonValue | undefined, JsonObject> {
  requireType(achievement, 'Achievement', place)
  if (!isUrl(ownMember(achievement, 'id'))) throw malformed(...place, 'id')
  for (const name of ['name', 'description']) {
    if (!isText(ownMember(achievement, name))) throw malformed(...place, name)
  }
  const criteria = ownMember(achievement, 'criteria')
  if (!isJsonObject(criteria)) throw malformed(...place, 'criteria')
  requireNumber(achievement, 'creditsAvailable', place)
  const descriptions = valuesOf(ownMember(achievement, 'resultDescription'))
  if (descriptions.length > resultsAtMost) throw malformed(...place, 'resultDescription')
  return new Map(
    descriptions.map((one, index) => {
      const here = [...place, 'resultDescription', index]
      if (!isJsonObject(one)) throw malformed(...here)
      requireType(one, 'ResultDescription', here)
      if (!isUrl(ownMember(one, 'id'))) throw malformed(...here, 'id')
      return [ownMember(one, 'id'), one] as const
    }),
  )
}

/** §B.1.20: a result is one of those that the achievement describes, at a level that it has. */
function requireResults(
  subject: JsonObject,
  descriptions: ReadonlyMap<JsonValue | undefined, JsonObject>,
  place: Place,
): void {
  const results = valuesOf(ownMember(subject, 'result'))
  if (results.length > resultsAtMost) throw malformed(...place, 'result')
  for (const [index, result] of results.entries()) {
    const here = [...place, 'result', index]
    if (!isJsonObject(result)) throw malformed(...here)
    requireType(result, 'Result', here)
    const status = ownMember(result, 'status')
    if (status !== undefined && !resultStatuses.includes(status)) throw malformed(...here, 'status')
    const [named, level] = [ownMember(result, 'resultDescription'), ownMember(result, 'achievedLevel')]
    const description = descriptions.get(named)
    if (named !== undefined && description === undefined) throw unknown([...here, 'resultDescription'])
    const levels = description === undefined ? [] : valuesOf(ownMember(description, 'rubricCriterionLevel'))
    const isLevel = levels.some((one) => isJsonObject(one) && ownMember(one, 'id') === level)
    if (level !== undefined && !isLevel) throw unknown([...here, 'achievedLevel'])
  }
}

function requireType(object: JsonObject, type: string, place: Place): void {
  if (!valuesOf(ownMember(object, 'type')).includes(type)) throw malformed(...place, 'type')
}

function requireNumber(object: JsonObject, name: string, place: Place): void {
  const value = ownMember(object, name)
  if (value !== undefined && typeof value !== 'number') throw malformed(...place, name)
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function malformed(...path: Place) {
  return refusal('open_badge_malformed', path)
}

function unknown(path: Place) {
  return refusal('open_badge_result_unknown', path)
}
