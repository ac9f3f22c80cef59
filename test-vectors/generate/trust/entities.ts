import { issuer, seconds, vct } from '../bases.ts'
import { both, type Change, header, payload, payloadWithout, send, signed } from '../changes.ts'
import { type Json, type Members, without } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import type { Case } from '../suite.ts'
import {
  baseEntity,
  baseList,
  basePowers,
  buildList,
  granted,
  informationMembers,
  type List,
  type ListChange,
  operatorKey,
  pastStatus,
  scheme,
  schemeMembers,
  secondEntity,
  serviceMembers,
  withdrawn,
} from './list.ts'
import { type Circumstances, casesOf, degreeAwarded, type SceneChange } from './verifying.ts'

const trustIn = (list: List, members: Members = {}): Circumstances => ({
  trust: {
    lists: [
      {
        text: buildList(list),
        scheme,
        operator: { keys: [operatorKey.publicKey] },
        territory: 'JP',
        binding: 'other-id',
        ...members,
      },
    ],
  },
})
const changed = (change: ListChange): SceneChange => ({
  circumstances: trustIn({ ...baseList, ...change(baseList) }),
})
const asked = (members: Members): SceneChange => ({ circumstances: trustIn(baseList, members) })
const powerPolicy: Circumstances = { policies: { awardingPower: { awardDate: ['degree', 'awarded'] } } }

/** A degree of 2023, without the disclosures of the base that lie in the degree. */
const awarded: Change = both(
  degreeAwarded('2023-03-25'),
  send((sent, { grade }) => sent.filter((one) => one !== grade)),
)

const listed = casesOf('base-listed', { change: awarded, circumstances: trustIn(baseList) })
const power = casesOf('base-power', { change: awarded, circumstances: { ...trustIn(baseList), ...powerPolicy } })
const award = (day: Json): SceneChange => ({ change: degreeAwarded(day) })
const powers = (...entries: Members[]): ListChange =>
  serviceMembers({ ServiceInformationExtensions: [{ ...basePowers, powers: entries }] })
const history = 'TS 119 602 §6.6.4, §6.7'
const identity = 'TS 119 602 §6.6.3'

const listedCases: readonly Case[] = [
  listed.theBase('L12 TS 119 602 §6.6.3', 'an issuer that a list names with its key and its identifier'),
  listed.refused('L12-1', identity, 'the issuer is not on the list', 'trust/key_unknown', {
    change: payload({ iss: 'https://attacker.example' }),
  }),
  listed.refused('L12-2', identity, 'the name of one entity, the key of another', 'authenticate/signature_invalid', {
    change: signed({ algorithm: 'ES256', key: fixtureKey('attacker').privateKey }),
  }),
  listed.refused('L12-3', identity, 'signed by the neighbour on the list', 'trust/key_unknown', {
    change: signed({ algorithm: 'ES384', key: fixtureKey('issuer-p384').privateKey }, { alg: 'ES384' }),
  }),
  listed.refused('L12-4', identity, 'the identifier in other letters', 'trust/key_unknown', {
    change: payload({ iss: issuer.toUpperCase() }),
  }),
  listed.refused('L12-5', identity, 'no issuer is named, and the list demands one', 'trust/key_unknown', {
    change: payloadWithout('iss'),
  }),
  listed.taken('L12-6', identity, 'no issuer is named, and the verifier binds to none', {
    change: payloadWithout('iss'),
    ...asked({ binding: 'none' }),
  }),
  listed.refused('L12-7', 'RFC 7515 §4.1.4', 'a kid that is not the listed one', 'trust/key_unknown', {
    change: header({ kid: 'other' }),
    ...changed(
      serviceMembers({
        ServiceDigitalIdentity: {
          PublicKeyValues: [{ ...fixtureKey('issuer').publicKey, kid: 'listed' }],
          OtherIds: [issuer],
        },
      }),
    ),
  }),
  listed.refused(
    'L8-1',
    'TS 119 602 §6.6.1',
    'the list names it for another service',
    'trust/key_unknown',
    changed(serviceMembers({ ServiceTypeIdentifier: 'urn:hashikake:lote:service:degree-status' }, [])),
  ),
  listed.refused(
    'L8-2',
    'TS 119 602 §6.6.1',
    'the names of Object.prototype as a service type',
    'trust/key_unknown',
    changed(serviceMembers({ ServiceTypeIdentifier: '__proto__' }, [])),
  ),
  listed.refused(
    'L9-1',
    history,
    'the service is withdrawn',
    'trust/trust_list_service_withdrawn',
    changed(serviceMembers({ ServiceStatus: withdrawn })),
  ),
  listed.refused(
    'L9-2',
    history,
    'withdrawn since this second',
    'trust/trust_list_service_withdrawn',
    changed(serviceMembers({ ServiceStatus: withdrawn, StatusStartingTime: '2026-12-01T12:00:00Z' })),
  ),
  listed.taken(
    'L9-3',
    history,
    'withdrawn from the next second on',
    changed(
      serviceMembers({ ServiceStatus: withdrawn, StatusStartingTime: '2026-12-01T12:00:01Z' }, [
        pastStatus(granted, '2020-10-01T00:00:00Z'),
      ]),
    ),
  ),
  listed.refused(
    'L9-4',
    history,
    'a status that the scheme does not know',
    'trust/trust_list_service_withdrawn',
    changed(serviceMembers({ ServiceStatus: 'urn:example:probably' })),
  ),
  listed.refused(
    'L9-5',
    history,
    'no status where the scheme knows them',
    'trust/trust_list_service_withdrawn',
    changed(() => ({
      entities: [{ ...baseEntity, TrustedEntityServices: [{ ServiceInformation: withoutStatus() }] }, secondEntity],
    })),
  ),
  listed.refused(
    'L9-6',
    history,
    'granted from tomorrow on',
    'trust/trust_list_service_withdrawn',
    changed(serviceMembers({ StatusStartingTime: '2026-12-02T12:00:00Z' }, [])),
  ),
  listed.refused(
    'L13-3',
    'TS 119 602 §6.6.9',
    'an extension of the service that may not be passed over',
    'trust/trust_list_extension_critical',
    changed(
      serviceMembers({ ServiceInformationExtensions: [basePowers, { type: 'urn:example:unknown', Critical: true }] }),
    ),
  ),
  listed.refused(
    'L13-4',
    'TS 119 602 §6.5.5',
    'an extension of the entity that may not be passed over',
    'trust/trust_list_extension_critical',
    changed(informationMembers({ TEInformationExtensions: [{ type: 'urn:example:unknown', Critical: 'yes' }] })),
  ),
  listed.refused(
    'L14-1',
    identity,
    'one key and identifier under two entities',
    'trust/trust_list_entry_ambiguous',
    changed(() => ({
      entities: [baseEntity, { ...secondEntity, TrustedEntityServices: baseEntity.TrustedEntityServices as Json }],
    })),
  ),
  listed.taken(
    'L14-2',
    identity,
    'two services of one entity, one of them withdrawn',
    changed(() => ({
      entities: [twice(), secondEntity],
    })),
  ),
  listed.refused(
    'L6-6',
    'TS 119 602 §6.3.15',
    'the list is stale',
    'trust/trust_list_stale',
    changed(schemeMembers({ NextUpdate: '2026-12-01T12:00:00Z' })),
  ),
  listed.refused(
    'L1-10',
    'TS 119 602 §6.8',
    'the list is an attacker’s',
    'trust/trust_list_signature_invalid',
    changed(() => ({
      signing: { algorithm: 'ES256', key: fixtureKey('attacker').privateKey },
    })),
  ),
  listed.refused(
    'L7-4',
    'TS 119 602 §6.3.10',
    'the list of another country',
    'trust/trust_list_territory_mismatch',
    asked({ territory: 'FR' }),
  ),
  listed.refused('L15-1', 'TS 119 602 §6.3', 'the list is not where it should be', 'trust/retrieval_unavailable', {
    circumstances: { trust: { lists: [{ url: 'https://lists.example/lote', ...without(listOf(), 'text') }] } },
  }),
  listed.refused(
    'A51-1',
    'TS 119 602 §6.3.10',
    'a list of one country is not believed for another',
    'trust/trust_territory_out_of_scope',
    {
      circumstances: { trust: { ...(trustIn(baseList).trust as Members), scope: { territories: ['FR'] } } },
    },
  ),
  listed.taken('A51-2', 'TS 119 602 §6.3.10', 'a list that is believed for its own country', {
    circumstances: { trust: { ...(trustIn(baseList).trust as Members), scope: { territories: ['FR', 'JP'] } } },
  }),
  listed.refused('A51-3', 'RFC 3986 §6.2.1', 'an issuer whose name looks like a listed one', 'trust/key_unknown', {
    change: payload({ iss: 'https://regіstrar.example' }),
  }),
]

const powerCases: readonly Case[] = [
  power.theBase(
    'L11 TS 119 602 §6.6.9',
    'a degree of a day on which the institution could award it; by now it no longer can',
  ),
  power.refused(
    'L11-1',
    'TS 119 602 §6.6.9',
    'a degree of the day after the power ended',
    'policy/awarding_power_missing',
    award('2024-04-01'),
  ),
  power.taken('L11-2', 'TS 119 602 §6.6.9', 'a degree of the last day', award('2024-03-31')),
  power.taken('L11-3', 'TS 119 602 §6.6.9', 'a degree of the first day', award('1949-05-31')),
  power.refused(
    'L11-4',
    'TS 119 602 §6.6.9',
    'a degree of the day before the foundation',
    'policy/awarding_power_missing',
    award('1949-05-30'),
  ),
  power.refused(
    'L11-5',
    'TS 119 602 §6.6.9',
    'a power for degrees of another type',
    'policy/awarding_power_missing',
    changed(powers({ degreeTypes: [`${vct}/doctor`], from: '1949-05-31' })),
  ),
  power.taken(
    'L11-6',
    'TS 119 602 §6.6.9',
    'two powers, one of which covers the day',
    changed(powers({ degreeTypes: [vct], through: '2001-03-31' }, { degreeTypes: ['x', vct], from: '2022-04-01' })),
  ),
  power.refused(
    'L11-7',
    'TS 119 602 §6.6.9',
    'a day between two powers',
    'policy/awarding_power_missing',
    changed(powers({ degreeTypes: [vct], through: '2001-03-31' }, { degreeTypes: [vct], from: '2023-04-01' })),
  ),
  power.refused(
    'L11-8',
    'RFC 3339 §5.6',
    'a day that there was not',
    'policy/award_date_malformed',
    award('2023-02-29'),
  ),
  power.refused(
    'L11-9',
    'RFC 3339 §5.6',
    'a day in full-width digits',
    'policy/award_date_malformed',
    award('２０２３-03-25'),
  ),
  power.refused(
    'L11-10',
    'RFC 3339 §5.6',
    'a day that is a number',
    'policy/award_date_malformed',
    award(1_679_700_000),
  ),
  power.refused('L11-11', 'the policy of the verifier', 'no day at all', 'policy/award_date_missing', {
    change: payload({ degree: { title: 'Bachelor of Fixtures' } }),
  }),
  power.refused(
    'L11-12',
    'the policy of the verifier',
    'a day that is yet to come',
    'policy/award_date_in_future',
    award('2026-12-03'),
  ),
  power.refused(
    'L11-13',
    'the policy of the verifier',
    'an issuer that no list names',
    'policy/trust_list_entry_missing',
    {
      circumstances: { trust: { keys: [fixtureKey('issuer').publicKey] } },
    },
  ),
  power.refused(
    'L10-1',
    history,
    'issued while the service was suspended',
    'policy/trust_list_service_not_held_at_issuance',
    {
      change: payload({ iat: seconds('2020-09-30T23:59:59Z') }),
    },
  ),
  power.taken('L10-2', history, 'issued in the second of the new grant', {
    change: payload({ iat: seconds('2020-10-01T00:00:00Z') }),
  }),
  power.taken('L10-3', history, 'issued before the suspension', {
    change: payload({ iat: seconds('2020-03-31T23:59:59Z') }),
  }),
  power.refused('L10-4', history, 'issued before the first status', 'policy/trust_list_service_not_held_at_issuance', {
    change: payload({ iat: seconds('2016-03-31T23:59:59Z') }),
  }),
  power.refused(
    'L10-5',
    history,
    'no awarding powers, and suspended on the day of the award',
    'policy/awarding_power_missing',
    {
      change: degreeAwarded('2020-05-01'),
      ...changed(serviceMembers({ ServiceInformationExtensions: [{ type: 'urn:example:other' }] })),
    },
  ),
  power.taken(
    'L10-6',
    history,
    'no awarding powers, and granted on the day of the award',
    changed(serviceMembers({ ServiceInformationExtensions: [{ type: 'urn:example:other' }] })),
  ),
]

function listOf(): Members {
  return ((trustIn(baseList).trust as Members).lists as readonly Members[])[0] as Members
}

function withoutStatus(): Members {
  const { ServiceInformation } = (baseEntity.TrustedEntityServices as readonly Members[])[0] as Members
  return without(ServiceInformation as Members, 'ServiceStatus', 'StatusStartingTime')
}

function twice(): Members {
  const [service] = baseEntity.TrustedEntityServices as readonly Members[]
  const old = { ...(service as Members) }
  const information = old.ServiceInformation as Members
  return {
    ...baseEntity,
    TrustedEntityServices: [
      { ...old, ServiceInformation: { ...information, ServiceStatus: withdrawn } },
      service as Members,
    ],
  }
}

export const entityCases: readonly Case[] = [...listedCases, ...powerCases]
