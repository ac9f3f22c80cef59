import type { Context } from '@hashikake/credential'
import type { PublicJwk } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import { createTrustList, degreeAwardingInstitutions, degreeServiceStatuses } from '@hashikake/trust'

/** A university as a list of trusted entities names it. */
export interface Listed {
  readonly names: Readonly<Record<string, string>>
  readonly issuer: string
  readonly key: PublicJwk
  readonly degreeType: string
  readonly address: { readonly street: string; readonly locality: string; readonly country: string }
  readonly identifiers: readonly { readonly scheme: string; readonly value: string }[]
  /** The last day on which it could award; none while it can. */
  readonly through?: string
}

export interface ListOf {
  readonly territory: string
  readonly operator: string
  readonly edition: number
  readonly universities: readonly Listed[]
}

const texts = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([lang, value]) => ({ lang, value }))

/** A list of degree-awarding institutions in the shape of ETSI TS 119 602, signed by its operator. Synthetic, all of it. */
export function makeList(list: ListOf, operator: Signer, context: Context): Promise<string> {
  const { territory, edition, universities } = list
  const LoTE = {
    ListAndSchemeInformation: {
      LoTEVersionIdentifier: 1,
      LoTESequenceNumber: edition,
      LoTEType: degreeAwardingInstitutions.type,
      SchemeOperatorName: texts({ en: list.operator }),
      SchemeName: texts({ en: 'Degree-awarding institutions (synthetic)' }),
      SchemeTerritory: territory,
      ListIssueDateTime: '2026-11-01T00:00:00Z',
      NextUpdate: '2027-05-01T00:00:00Z',
    },
    TrustedEntitiesList: universities.map(entityOf),
  }
  return createTrustList({ LoTE } as never, { signer: operator, context })
}

function entityOf({ names, issuer, key, degreeType, address, identifiers, through }: Listed) {
  const { services } = degreeAwardingInstitutions
  return {
    TrustedEntityInformation: {
      TEName: texts(names),
      TEAddress: {
        TEPostalAddress: [
          { lang: 'en', StreetAddress: address.street, Locality: address.locality, Country: address.country },
        ],
        TEElectronicAddress: [{ lang: 'en', uriValue: `mailto:registrar@${new URL(issuer).host}` }],
      },
      TEInformationURI: [{ lang: 'en', uriValue: issuer }],
      ...(identifiers.length === 0
        ? {}
        : { TEInformationExtensions: [{ type: 'urn:hashikake:lote:extension:identifiers', identifiers }] }),
    },
    // It may issue degrees, and say which of them no longer hold.
    TrustedEntityServices: [...services.credential, ...services.status].map((service) => ({
      ServiceInformation: {
        ServiceTypeIdentifier: service,
        ServiceName: texts({ en: service.endsWith('status') ? 'Status of degrees' : 'Degrees' }),
        ServiceDigitalIdentity: { PublicKeyValues: [{ ...key }], OtherIds: [issuer] },
        ServiceStatus: degreeServiceStatuses.granted,
        StatusStartingTime: '2004-04-01T00:00:00Z',
        ServiceInformationExtensions: [
          {
            type: 'urn:hashikake:lote:extension:awarding-powers',
            powers: [{ degreeTypes: [degreeType], from: '1949-05-31', ...(through === undefined ? {} : { through }) }],
          },
        ],
      },
    })),
  }
}
