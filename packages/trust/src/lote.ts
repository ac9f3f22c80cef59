import type { JsonValue } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'
import { type EntityIdentifier, identifiersExtension, readExtension, readIdentifiers } from './lote-extensions.ts'
import {
  integerAt,
  itemsAt,
  languageTextsAt,
  mainText,
  malformed,
  membersOf,
  type Place,
  textAt,
  timeAt,
} from './lote-reading.ts'
import { readService, type TrustedService } from './lote-service.ts'

/** A listed entity. */
export interface TrustedEntity {
  readonly name: string
  /** The country of its postal address. */
  readonly territory: string
  readonly identifiers: readonly EntityIdentifier[]
  readonly services: readonly TrustedService[]
}

/** What a list says; times in seconds since 1970-01-01T00:00:00Z. */
export interface ListContent {
  readonly type: string
  readonly sequenceNumber: number
  readonly operator: string
  /** Of the scheme; `EU` for a list of the Union. */
  readonly territory: string
  readonly issued: number
  readonly nextUpdate: number
  readonly entities: readonly TrustedEntity[]
}

const schemeMembers = [
  'SchemeOperatorAddress',
  'SchemeName',
  'SchemeInformationURI',
  'StatusDeterminationApproach',
  'SchemeTypeCommunityRules',
  'PolicyOrLegalNotice',
  'HistoricalInformationPeriod',
  'PointersToOtherLoTE',
  'DistributionPoints',
  'SchemeExtensions',
] as const
const versionIdentifier = 1
const maxEntities = 50_000

/**
 * Reads a list of trusted entities in its JSON binding (TS 119 602 v1.1.1 §6). A list that breaks the structure anywhere
 * is refused whole.
 *
 * @param isStrict - refuses members that the standard doesn't know, too: for a writer
 * @throws {Refusal} `trust_list_malformed`, `trust_list_version_unsupported`, with the path in the list
 */
export function readList(value: JsonValue, isStrict: boolean): ListContent {
  const root: Place = { value, path: [], isStrict }
  const lote = membersOf(
    membersOf(root, ['LoTE'], ['$schema'])('LoTE'),
    ['ListAndSchemeInformation'],
    ['TrustedEntitiesList'],
  )
  const place = lote('ListAndSchemeInformation')
  const scheme = membersOf(
    place,
    [
      'LoTEVersionIdentifier',
      'LoTESequenceNumber',
      'LoTEType',
      'SchemeOperatorName',
      'SchemeTerritory',
      'ListIssueDateTime',
      'NextUpdate',
    ],
    schemeMembers,
  )
  if (integerAt(scheme('LoTEVersionIdentifier')) !== versionIdentifier) {
    throw new Refusal<TrustCode>('trust_list_version_unsupported', { path: [...place.path, 'LoTEVersionIdentifier'] })
  }
  const sequenceNumber = integerAt(scheme('LoTESequenceNumber'))
  if (sequenceNumber === 0) throw malformed(place, 'LoTESequenceNumber')
  const issued = timeAt(scheme('ListIssueDateTime'))
  const nextUpdate = timeAt(scheme('NextUpdate'))
  if (nextUpdate <= issued) throw malformed(place, 'NextUpdate')
  requireNoCriticalExtension(scheme('SchemeExtensions'))
  const entities = lote('TrustedEntitiesList')
  return Object.freeze({
    type: textAt(scheme('LoTEType')),
    sequenceNumber,
    operator: mainText(languageTextsAt(scheme('SchemeOperatorName'))),
    territory: territoryAt(scheme('SchemeTerritory')),
    issued,
    nextUpdate,
    entities: Object.freeze(entities === undefined ? [] : itemsAt(entities, maxEntities).map(readEntity)),
  })
}

/** An extension of the whole scheme that may not be passed over changes what every entry means. */
function requireNoCriticalExtension(place: Place | undefined): void {
  const { isCriticalUnknown } = readExtension(place, '', () => undefined)
  if (isCriticalUnknown) throw new Refusal<TrustCode>('trust_list_extension_critical')
}

/** TS 119 602 §6.5. */
function readEntity(place: Place): TrustedEntity {
  const get = membersOf(place, ['TrustedEntityInformation', 'TrustedEntityServices'])
  const information = membersOf(
    get('TrustedEntityInformation'),
    ['TEName', 'TEAddress', 'TEInformationURI'],
    ['TETradeName', 'TEInformationExtensions'],
  )
  languageTextsAt(information('TEInformationURI'), 'uriValue')
  const identifiers = readExtension(information('TEInformationExtensions'), identifiersExtension, readIdentifiers)
  const services = itemsAt(get('TrustedEntityServices'), 1_000).map(readService)
  return Object.freeze({
    name: mainText(languageTextsAt(information('TEName'))),
    territory: countryOf(information('TEAddress')),
    identifiers: identifiers.content ?? Object.freeze([]),
    services: Object.freeze(
      identifiers.isCriticalUnknown
        ? services.map((service) => Object.freeze({ ...service, isCriticalUnknown: true }))
        : services,
    ),
  })
}

/** The same address in several languages lies in one country. */
function countryOf(place: Place): string {
  const get = membersOf(place, ['TEPostalAddress', 'TEElectronicAddress'])
  languageTextsAt(get('TEElectronicAddress'), 'uriValue')
  const countries = itemsAt(get('TEPostalAddress'), 64).map((address) => {
    const member = membersOf(
      address,
      ['lang', 'StreetAddress', 'Country'],
      ['Locality', 'StateOrProvince', 'PostalCode'],
    )
    textAt(member('StreetAddress'))
    return territoryAt(member('Country'))
  })
  if (new Set(countries).size > 1) throw malformed(get('TEPostalAddress'))
  return countries[0] as string
}

function territoryAt(place: Place): string {
  const text = textAt(place)
  if (!/^[A-Z]{2}$/.test(text)) throw malformed(place)
  return text
}
