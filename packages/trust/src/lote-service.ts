import { type PublicJwk, parsePublicJwk } from '@hashikake/crypto/keys'
import { parseCertificate } from '@hashikake/crypto/x509'
import { Refusal } from '@hashikake/encoding/refusal'
import { type AwardingPower, awardingPowersExtension, readAwardingPowers, readExtension } from './lote-extensions.ts'
import {
  itemsAt,
  languageTextsAt,
  mainText,
  malformed,
  membersOf,
  objectAt,
  type Place,
  textAt,
  timeAt,
} from './lote-reading.ts'
import { readBase64 } from './lote-signature.ts'

/** A status and since when, seconds since 1970-01-01T00:00:00Z. */
export interface ServiceStatus {
  readonly status: string
  readonly from: number
}

/** A service of a listed entity. */
export interface TrustedService {
  readonly name: string
  readonly type: string
  /** The oldest first, the present one last; empty where the list gives no statuses: being listed is all there is. */
  readonly statuses: readonly ServiceStatus[]
  /** Base64 of DER. */
  readonly certificates: readonly string[]
  readonly keys: readonly PublicJwk[]
  /** Identifiers of the service, such as its `iss` value or its DID. */
  readonly otherIds: readonly string[]
  /** Absent where the list says nothing of them. */
  readonly awardingPowers?: readonly AwardingPower[]
  /** It has an extension that may not be passed over and is not understood: it cannot be relied upon. */
  readonly isCriticalUnknown: boolean
}

const informationMembers = [
  'StatusStartingTime',
  'SchemeServiceDefinitionURI',
  'ServiceSupplyPoints',
  'ServiceDefinitionURI',
  'ServiceInformationExtensions',
  'ServiceStatus',
] as const

/** TS 119 602 §6.6, §6.7. */
export function readService(place: Place): TrustedService {
  const get = membersOf(place, ['ServiceInformation'], ['ServiceHistory'])
  const information = membersOf(
    get('ServiceInformation'),
    ['ServiceName', 'ServiceDigitalIdentity', 'ServiceTypeIdentifier'],
    informationMembers,
  )
  const type = textAt(information('ServiceTypeIdentifier'))
  const powers = readExtension(information('ServiceInformationExtensions'), awardingPowersExtension, readAwardingPowers)
  const now = readStatus(information('ServiceStatus'), information('StatusStartingTime'), place)
  return Object.freeze({
    name: mainText(languageTextsAt(information('ServiceName'))),
    type,
    statuses: readHistory(get('ServiceHistory'), now, type),
    ...readIdentity(information('ServiceDigitalIdentity')),
    ...(powers.content === undefined ? {} : { awardingPowers: powers.content }),
    isCriticalUnknown: powers.isCriticalUnknown,
  })
}

/** A status has a time from which it counts, and a time has a status. */
function readStatus(status: Place | undefined, from: Place | undefined, place: Place): ServiceStatus | undefined {
  if (status === undefined && from === undefined) return undefined
  if (status === undefined || from === undefined) throw malformed(place, 'ServiceInformation')
  return Object.freeze({ status: textAt(status), from: timeAt(from) })
}

/** The past statuses, in whatever order, all of them before the present one; of the same service type. */
function readHistory(place: Place | undefined, now: ServiceStatus | undefined, type: string): readonly ServiceStatus[] {
  if (place === undefined) return Object.freeze(now === undefined ? [] : [now])
  if (now === undefined) throw malformed(place)
  const past = itemsAt(place, 1_000).map((instance) => {
    const get = membersOf(
      instance,
      ['ServiceName', 'ServiceDigitalIdentity', 'ServiceStatus', 'StatusStartingTime'],
      ['ServiceTypeIdentifier', 'ServiceInformationExtensions'],
    )
    languageTextsAt(get('ServiceName'))
    objectAt(get('ServiceDigitalIdentity'))
    const was = get('ServiceTypeIdentifier')
    if (was !== undefined && textAt(was) !== type) throw malformed(instance, 'ServiceTypeIdentifier')
    return Object.freeze({ status: textAt(get('ServiceStatus')), from: timeAt(get('StatusStartingTime')) })
  })
  const all = [...past, now].sort((one, other) => one.from - other.from)
  const isOrdered =
    all.at(-1) === now && all.every(({ from }, i) => i === 0 || from > (all[i - 1] as ServiceStatus).from)
  if (!isOrdered) throw malformed(place)
  return Object.freeze(all)
}

type Identity = Pick<TrustedService, 'certificates' | 'keys' | 'otherIds'>

/** TS 119 602 §6.6.3: certificates, public keys, names. Subject names and key identifiers alone identify nobody here. */
function readIdentity(place: Place): Identity {
  const get = membersOf(place, [], ['X509Certificates', 'X509SubjectNames', 'PublicKeyValues', 'X509SKIs', 'OtherIds'])
  const most = 1_000
  const listAt = (name: 'X509Certificates' | 'PublicKeyValues' | 'OtherIds'): readonly Place[] => {
    const list = get(name)
    return list === undefined ? [] : itemsAt(list, most)
  }
  const certificates = listAt('X509Certificates').map((certificate) => {
    const text = membersOf(certificate, ['val'], ['encoding', 'specRef'])('val')
    if (!isBase64(text.value) || (place.isStrict && !isCertificate(text.value))) throw malformed(text)
    return text.value
  })
  return {
    certificates: Object.freeze(certificates),
    keys: Object.freeze(listAt('PublicKeyValues').flatMap(readKey)),
    otherIds: Object.freeze(listAt('OtherIds').map(textAt)),
  }
}

const maxCertificate = 40_000

function isBase64(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= maxCertificate &&
    value.length % 4 === 0 &&
    /^[A-Za-z0-9+/]+={0,2}$/.test(value)
  )
}

/** A reader leaves unreadable certificates out when it needs them; a writer has no use for them. */
function isCertificate(text: string): boolean {
  try {
    return parseCertificate(readBase64(text)) !== undefined
  } catch (cause) {
    if (cause instanceof Refusal) return false
    throw cause
  }
}

/** Keys of kinds that sign no credential here are left out; a private one taints the list. */
function readKey(place: Place): readonly PublicJwk[] {
  try {
    return [parsePublicJwk(objectAt(place))]
  } catch (cause) {
    if (!(cause instanceof Refusal) || cause.code === 'trust_list_malformed') throw cause
    if (cause.code === 'key_private' || place.isStrict) throw malformed(place)
    return []
  }
}

/** The status that a service had at a time, seconds; undefined before its first. */
export function statusAt({ statuses }: Pick<TrustedService, 'statuses'>, at: number): string | undefined {
  return statuses.filter(({ from }) => from <= at).at(-1)?.status
}
