import { type Binding, type Credential, decoy, digest, disclosure } from './credential.ts'
import type { Json, Members } from './json.ts'
import { fixtureKey } from './keys.ts'

export type Format = 'sd-jwt' | 'dc+sd-jwt'
export type BaseName = 'bearer' | 'bound'

export const issuer = 'https://registrar.example'
export const vct = 'https://registrar.example/vct/degree'
export const audience = 'https://admissions.example'
export const nonce = 'n-0S6_WzA2Mj-fixture'

/** The clock of the cases, and the times in the credential; seconds since 1970-01-01T00:00:00Z. */
export const at = '2026-12-01T12:00:00Z'
export const now = seconds(at)
export const issuedAt = seconds('2026-11-24T00:00:00Z')
export const expires = seconds('2031-11-24T00:00:00Z')

export function seconds(time: string): number {
  return Date.parse(time) / 1000
}

/** The time some seconds after the clock of the cases. */
export function after(offset: number): string {
  return new Date((now + offset) * 1000).toISOString()
}

export const issuerKey = fixtureKey('issuer')
export const holderKey = fixtureKey('holder')

const locality = disclosure('locality', 'locality', 'Kyoto')
const street = disclosure('street', 'street', '0 Fixture Street')

const made = {
  givenName: disclosure('given_name', 'given_name', 'Testa'),
  familyName: disclosure('family_name', 'family_name', 'Exemplar'),
  grade: disclosure('grade', 'grade', 'A'),
  french: disclosure('fr', 'fr'),
  german: disclosure('de', 'de'),
  locality,
  street,
  address: disclosure('address', 'address', { country: 'JP', _sd: [digest(locality), digest(street)].sort() }),
}

/** What the base credentials say once their disclosed claims are in place; the subject is nobody. */
export function baseClaims(format: Format, base: BaseName): Members {
  return {
    iss: issuer,
    iat: issuedAt,
    exp: expires,
    ...(format === 'dc+sd-jwt' ? { vct } : {}),
    ...(base === 'bound' ? { cnf: { jwk: holderKey.publicKey } } : {}),
    degree: { title: 'Bachelor of Fixtures', grade: 'A' },
    languages: ['ja', 'fr'],
    given_name: 'Testa',
    address: { country: 'JP', locality: 'Kyoto' },
  }
}

/** The credential that the negative cases change: some claims disclosed, some withheld, one decoy, one recursive disclosure. */
export function baseCredential(format: Format, base: BaseName, form: Credential['form'] = 'compact'): Credential {
  const { degree: _, languages: __, given_name: ___, address: ____, ...open } = baseClaims(format, base)
  return {
    header: { alg: 'ES256', typ: typeOf(format) },
    payload: {
      ...open,
      degree: { title: 'Bachelor of Fixtures', _sd: [digest(made.grade)] },
      languages: ['ja', { '...': digest(made.french) }, { '...': digest(made.german) }],
      _sd: [digest(made.givenName), digest(made.familyName), digest(made.address), decoy('decoy')].sort(),
      _sd_alg: 'sha-256',
    },
    made,
    sent: [made.givenName, made.grade, made.french, made.address, made.locality],
    signing: { algorithm: 'ES256', key: issuerKey.privateKey },
    hash: 'sha-256',
    ...(base === 'bound' ? { binding: baseBinding } : {}),
    form,
    cosigners: [],
  }
}

export function typeOf(format: Format): string {
  return format === 'sd-jwt' ? 'example+sd-jwt' : 'dc+sd-jwt'
}

const baseBinding: Binding = {
  header: { alg: 'ES256', typ: 'kb+jwt' },
  claims: { iat: now - 5, aud: audience, nonce },
  signing: { algorithm: 'ES256', key: holderKey.privateKey },
}

export const directChallenge: Members = { protocol: 'direct', audience, nonce }

/** How the base credentials are verified. */
export function baseCircumstances(base: BaseName): Readonly<Record<string, Json>> {
  return {
    at,
    trust: { keys: [issuerKey.publicKey] },
    challenge: base === 'bound' ? directChallenge : 'bearer',
    status: 'ignore',
  }
}
