import { issuer, seconds, vct } from '../bases.ts'
import { base64url, encodePart, type Json, type Members } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import { type Signing, sign } from '../signatures.ts'

/** A list of trusted entities as its parts, before it is signed. A case changes one of them. */
export interface List {
  readonly header: Members
  readonly scheme: Members
  readonly entities: readonly Members[]
  readonly signing: Signing
  /** The whole payload, otherwise than from its parts. */
  readonly payload?: Json
  readonly spellPayload?: (json: string) => string | Uint8Array
  readonly spellHeader?: (json: string) => string | Uint8Array
  readonly bendSignature?: (signature: Uint8Array) => Uint8Array
  readonly bendText?: (text: string) => string
}

export type ListChange = (list: List) => Partial<List>

export const scheme: Members = {
  type: 'urn:hashikake:lote:type:degree-awarding-institutions',
  services: {
    credential: ['urn:hashikake:lote:service:degree-issuance'],
    status: ['urn:hashikake:lote:service:degree-status'],
  },
  granted: ['urn:hashikake:lote:service-status:granted'],
}
const issuance = 'urn:hashikake:lote:service:degree-issuance'
export const granted = 'urn:hashikake:lote:service-status:granted'
export const withdrawn = 'urn:hashikake:lote:service-status:withdrawn'
export const operatorKey = fixtureKey('second-issuer')
const secondIssuer = 'https://college.example'

const english = (value: string): Json => [{ lang: 'en', value }]
const page = (uriValue: string): Json => [{ lang: 'en', uriValue }]

export const baseAddress: Members = {
  TEPostalAddress: [{ lang: 'en', StreetAddress: '1 Fixture Street', Locality: 'Kyoto', Country: 'JP' }],
  TEElectronicAddress: page('mailto:registrar@registrar.example'),
}

export const basePowers: Members = {
  type: 'urn:hashikake:lote:extension:awarding-powers',
  powers: [{ degreeTypes: [vct], from: '1949-05-31', through: '2024-03-31' }],
}

/** What was so before: granted, then suspended for half a year. */
export const pastStatus = (status: string, from: string): Members => ({
  ServiceName: english('Degrees of Fixture University'),
  ServiceDigitalIdentity: { OtherIds: [issuer] },
  ServiceTypeIdentifier: issuance,
  ServiceStatus: status,
  StatusStartingTime: from,
})

export const baseInformation: Members = {
  ServiceTypeIdentifier: issuance,
  ServiceName: english('Degrees of Fixture University'),
  ServiceDigitalIdentity: { PublicKeyValues: [fixtureKey('issuer').publicKey], OtherIds: [issuer] },
  ServiceStatus: granted,
  StatusStartingTime: '2020-10-01T00:00:00Z',
  ServiceInformationExtensions: [basePowers],
}

export const baseHistory: readonly Members[] = [
  pastStatus(withdrawn, '2020-04-01T00:00:00Z'),
  pastStatus(granted, '2016-04-01T00:00:00Z'),
]

export const entityInformation: Members = {
  TEName: [
    { lang: 'ja', value: 'フィクスチャ大学' },
    { lang: 'en', value: 'Fixture University' },
  ],
  TEAddress: baseAddress,
  TEInformationURI: page('https://registrar.example'),
  TEInformationExtensions: [
    {
      type: 'urn:hashikake:lote:extension:identifiers',
      identifiers: [
        { scheme: 'jp-mext-school-code', value: 'F126310000000' },
        { scheme: 'jp-corporate-number', value: '1234567890123' },
      ],
    },
  ],
}

export const baseEntity: Members = {
  TrustedEntityInformation: entityInformation,
  TrustedEntityServices: [{ ServiceInformation: baseInformation, ServiceHistory: baseHistory }],
}

/** A neighbour on the list, with another key. */
export const secondEntity: Members = {
  TrustedEntityInformation: {
    TEName: english('Fixture College'),
    TEAddress: baseAddress,
    TEInformationURI: page('https://college.example'),
  },
  TrustedEntityServices: [
    {
      ServiceInformation: {
        ServiceTypeIdentifier: issuance,
        ServiceName: english('Degrees of Fixture College'),
        ServiceDigitalIdentity: {
          PublicKeyValues: [fixtureKey('issuer-p384').publicKey],
          OtherIds: [secondIssuer],
        },
        ServiceStatus: granted,
        StatusStartingTime: '2021-04-01T00:00:00Z',
      },
    },
  ],
}

export const baseScheme: Members = {
  LoTEVersionIdentifier: 1,
  LoTESequenceNumber: 7,
  LoTEType: scheme.type as string,
  SchemeOperatorName: english('Fixture Ministry'),
  SchemeName: english('Degree-awarding institutions (fixture)'),
  SchemeTerritory: 'JP',
  ListIssueDateTime: '2026-11-01T00:00:00Z',
  NextUpdate: '2027-05-01T00:00:00Z',
}

export const baseList: List = {
  header: { alg: 'ES256', typ: 'JOSE', iat: seconds('2026-11-01T00:00:00Z') },
  scheme: baseScheme,
  entities: [baseEntity, secondEntity],
  signing: { algorithm: 'ES256', key: operatorKey.privateKey },
}

/** Signs and puts together. */
export function buildList(list: List): string {
  const { header, signing, spellHeader, spellPayload, bendSignature, bendText } = list
  const payload = list.payload ?? {
    LoTE: {
      ListAndSchemeInformation: list.scheme,
      ...(list.entities.length === 0 ? {} : { TrustedEntitiesList: list.entities }),
    },
  }
  const input = `${encodePart(header, spellHeader)}.${encodePart(payload, spellPayload)}`
  const signature = sign(input, signing)
  const text = `${input}.${base64url(bendSignature?.(signature) ?? signature)}`
  return bendText?.(text) ?? text
}

export const schemeMembers =
  (members: Members): ListChange =>
  (list) => ({ scheme: { ...list.scheme, ...members } })

export const headerMembers =
  (members: Members): ListChange =>
  (list) => ({ header: { ...list.header, ...members } })

/** The first entity's service, with these members. */
export const serviceMembers =
  (members: Members, history: readonly Members[] | undefined = baseHistory): ListChange =>
  () => ({ entities: [entityWith(members, history), secondEntity] })

export function entityWith(members: Members, history: readonly Members[] | undefined = baseHistory): Members {
  return {
    ...baseEntity,
    TrustedEntityServices: [
      {
        ServiceInformation: { ...baseInformation, ...members },
        ...(history === undefined || history.length === 0 ? {} : { ServiceHistory: history }),
      },
    ],
  }
}

/** The first entity's own description, with these members. */
export const informationMembers =
  (members: Members): ListChange =>
  () => ({
    entities: [{ ...baseEntity, TrustedEntityInformation: { ...entityInformation, ...members } }, secondEntity],
  })
