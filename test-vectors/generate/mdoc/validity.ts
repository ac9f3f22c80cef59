import type { Members } from '../json.ts'
import type { CborItem } from '../status/cbor.ts'
import { shifted } from '../x509/certificate.ts'
import {
  authorityTrust,
  degree,
  documentSigner,
  licence,
  licenceNames,
  showing,
  signedAt,
  signerWith,
  validUntil,
} from './bases.ts'
import { alsoElement, both, madeOtherwise, validityInfo, x5chain } from './changes.ts'
import { element, fieldsWith } from './mdoc.ts'
import { dateTime } from './spelling.ts'
import { type Change, casesOf, type Definition } from './suite.ts'

const issued = casesOf('issued')
const certified = casesOf('certified')
const mdl = casesOf('licence')

const at = (time: string): { readonly at: string } => ({ at: time })
const exactly = (iso: string): string => iso.replace('.000Z', 'Z')
const beside = (iso: string, seconds: number): string => exactly(shifted(iso, seconds))
const dated = (name: 'signed' | 'validFrom' | 'validUntil' | 'expectedUpdate', text: string): Change =>
  validityInfo({ [name]: dateTime(text) })

/** M23: signed while its signer's certificate was valid. */
const signedWithin: readonly Definition[] = [
  certified.refused(
    'M23-1',
    '§12.8.1',
    'signed before the certificate of the signer began',
    'authenticate/signed_outside_certificate',
    {
      change: x5chain(signerWith({ notBefore: beside(signedAt, 1) })),
    },
  ),
  certified.taken('M23-2', '§12.8.1', 'signed in the second in which the certificate of the signer began', {
    change: x5chain(signerWith({ notBefore: signedAt })),
  }),
  certified.refused(
    'M23-3',
    '§12.8.1',
    'signed after the certificate of the signer ended: so it says',
    'authenticate/signed_outside_certificate',
    {
      change: both(dated('signed', beside(documentSigner.notAfter, 1)), (mdoc) =>
        both(
          dated('validFrom', beside(documentSigner.notAfter, 1)),
          dated('validUntil', beside(documentSigner.notAfter, 86_400)),
        )(mdoc),
      ),
    },
  ),
  issued.taken('M23-4', '§12.8.1', 'no certificate is asked where the signer’s key is pinned', {
    change: x5chain(signerWith({ notBefore: beside(signedAt, 1) })),
  }),
]

const bad: readonly (readonly [string, string])[] = [
  ['a fraction of a second', '2027-11-01T00:00:00.5Z'],
  ['a fraction that is zero', '2027-11-01T00:00:00.000Z'],
  ['an offset', '2027-11-01T09:00:00+09:00'],
  ['the offset zero in digits', '2027-11-01T00:00:00+00:00'],
  ['no zone', '2027-11-01T00:00:00'],
  ['a day alone', '2027-11-01'],
  ['a small z', '2027-11-01T00:00:00z'],
  ['a small t', '2027-11-01t00:00:00Z'],
  ['a space in the place of the T', '2027-11-01 00:00:00Z'],
  ['the 30th of February', '2027-02-30T00:00:00Z'],
  ['the 29th of February of a common year', '2027-02-29T00:00:00Z'],
  ['the hour 24', '2027-11-01T24:00:00Z'],
  ['a leap second', '2027-06-30T23:59:60Z'],
  ['the month 13', '2027-13-01T00:00:00Z'],
  ['a year of five digits', '12027-11-01T00:00:00Z'],
  ['digits in full width', '２０２７-11-01T00:00:00Z'],
  ['something before it', 'x2027-11-01T00:00:00Z'],
  ['a line feed after it', '2027-11-01T00:00:00Z\n'],
  ['no characters', ''],
]

/** M24: valid at the time, by times that are times. */
const times: readonly Definition[] = [
  issued.refused('M24-1', '§12.8.1', 'a second before validFrom', 'policy/not_yet_valid', {
    circumstances: at(beside(signedAt, -1)),
  }),
  issued.taken('M24-2', '§12.8.1', 'at validFrom', { circumstances: at(signedAt) }),
  issued.taken('M24-3', '§12.8.1', 'at validUntil', { circumstances: at(validUntil) }),
  issued.refused('M24-4', '§12.8.1', 'a second after validUntil', 'policy/expired', {
    circumstances: at(beside(validUntil, 1)),
  }),
  issued.taken('M24-5', '§12.8.1', 'a minute after validUntil, where that much is tolerated', {
    circumstances: { at: beside(validUntil, 60), policies: { clockSkew: 60 } },
  }),
  issued.refused('M24-6', '§12.8.1', 'a second more than is tolerated', 'policy/expired', {
    circumstances: { at: beside(validUntil, 61), policies: { clockSkew: 60 } },
  }),
  issued.taken('M24-7', '§12.8.1', 'a minute before validFrom, where that much is tolerated', {
    circumstances: { at: beside(signedAt, -60), policies: { clockSkew: 60 } },
  }),
  issued.refused('M24-8', '§12.8.1', 'not valid yet: validFrom is later than signed', 'policy/not_yet_valid', {
    change: dated('validFrom', '2026-12-01T12:00:01Z'),
  }),
  issued.refused('M24-9', '§12.3', 'validFrom a second before signed', 'parse/mso_malformed', {
    change: dated('validFrom', beside(signedAt, -1)),
  }),
  issued.refused('M24-10', '§12.3', 'validUntil at validFrom', 'parse/mso_malformed', {
    change: dated('validUntil', signedAt),
  }),
  issued.refused('M24-11', '§12.3', 'validUntil before validFrom', 'parse/mso_malformed', {
    change: dated('validUntil', beside(signedAt, -86_400)),
  }),
  issued.taken('M24-12', '§12.3', 'an update that was expected earlier', {
    change: dated('expectedUpdate', '2026-11-30T00:00:00Z'),
  }),
  issued.refused('M24-13', '§12.3', 'an expected update that is no time', 'parse/mso_malformed', {
    change: dated('expectedUpdate', 'soon'),
  }),
  ...bad.map(([what, text], index) =>
    issued.refused(`M24-${index + 14}`, '§12.3, RFC 3339 §5.6', `a time with ${what}`, 'parse/mso_malformed', {
      change: dated('validUntil', text),
    }),
  ),
  issued.refused('M24-40', '§12.3', 'signed with a fraction of a second', 'parse/mso_malformed', {
    change: dated('signed', '2026-11-24T00:00:00.000Z'),
  }),
  issued.taken('M24-41', '§12.3', 'a fraction of a second, where that is tolerated', {
    change: dated('validUntil', '2027-11-01T00:00:00.5Z'),
    circumstances: { options: { leniencies: ['mdoc_fractional_dates'] } },
  }),
  issued.refused('M24-42', '§12.3', 'an offset, where fractions are tolerated', 'parse/mso_malformed', {
    change: dated('validUntil', '2027-11-01T09:00:00+09:00'),
    circumstances: { options: { leniencies: ['mdoc_fractional_dates'] } },
  }),
  issued.taken('M24-43', '§12.3', 'the last day of February in a leap year', {
    change: dated('validUntil', '2028-02-29T00:00:00Z'),
  }),
  certified.taken('M24-44', '§12.3', 'valid for longer than the certificate of its signer', {
    change: dated('validUntil', beside(documentSigner.notAfter, 1)),
  }),
  certified.refused(
    'M24-45',
    '§12.3',
    'valid for longer than the certificate of its signer, where that is refused',
    'authenticate/valid_beyond_certificate',
    {
      change: dated('validUntil', beside(documentSigner.notAfter, 1)),
      circumstances: { options: { validBeyondCertificate: 'refused' } },
    },
  ),
  issued.refused('M63-1', 'limits of a verifier', 'a time of a hundred thousand characters', 'parse/mso_malformed', {
    change: dated('validUntil', '0'.repeat(100_000)),
  }),
  issued.refused(
    'M63-2',
    'limits of a verifier',
    'a version of ten thousand digits',
    'parse/mdoc_version_unsupported',
    {
      change: (mdoc) => ({ mso: fieldsWith(mdoc.mso, { version: `1.${'1'.repeat(10_000)}` }) }),
    },
  ),
]

const licenceElement = (name: string, value: CborItem): Change =>
  madeOtherwise(licenceNames, name, (item) => element(fieldsWith(item, { elementValue: value })))
const without = (...names: readonly string[]) => ({
  change: (() => ({
    shown: showing(
      ...['family_name', 'issuing_country', 'issuing_jurisdiction', 'age_over_18'].filter(
        (one) => !names.includes(one),
      ),
    ),
  })) as Change,
  claims: (claims: Members): Members => ({
    [licenceNames]: Object.fromEntries(
      Object.entries(claims[licenceNames] as Members).filter(([name]) => !names.includes(name)),
    ),
  }),
})

/** A degree that names this country. */
const naming = (country: string): Change => alsoElement(degree, 'issuing_country', country)

/** M25: the country of the licence is that of its signer. */
const countries: readonly Definition[] = [
  mdl.refused(
    'M25-1',
    '§12.8.1, §13.4.2',
    'another country than that of the signer’s certificate',
    'authenticate/issuing_country_mismatch',
    {
      change: licenceElement('issuing_country', 'FR'),
    },
  ),
  mdl.refused('M25-2', '§12.8.1, §13.4.2', 'the country in small letters', 'authenticate/issuing_country_mismatch', {
    change: licenceElement('issuing_country', 'jp'),
  }),
  mdl.refused('M25-3', '§12.8.1, §13.4.2', 'a country that is a number', 'authenticate/issuing_country_mismatch', {
    change: licenceElement('issuing_country', 392),
  }),
  mdl.refused(
    'M25-4',
    '§12.8.1, §13.4.2',
    'another jurisdiction than that of the signer’s certificate',
    'authenticate/issuing_jurisdiction_mismatch',
    {
      change: licenceElement('issuing_jurisdiction', 'JP-27'),
    },
  ),
  mdl.taken('M25-5', '§12.8.1', 'the jurisdiction withheld', without('issuing_jurisdiction')),
  mdl.taken('M25-6', '§12.8.1', 'the country withheld', without('issuing_country')),
  mdl.taken('M25-7', '§12.8.1', 'a jurisdiction, and none in the certificate of the signer', {
    change: both(
      licenceElement('issuing_jurisdiction', 'JP-27'),
      x5chain(signerWith({ subject: 'CN=Fixture Document Signer, C=JP' })),
    ),
    claims: (claims) => ({ [licenceNames]: { ...(claims[licenceNames] as Members), issuing_jurisdiction: 'JP-27' } }),
  }),
  certified.taken('M25-8', '§12.8.1', 'a document that is no driving licence may name any country', {
    change: naming('FR'),
    claims: (claims) => ({
      ...claims,
      [degree]: { ...(claims[degree] as Members), issuing_country: 'FR' },
    }),
  }),
  certified.refused(
    'M25-9',
    '§12.8.1',
    'the country of a document for which the verifier says where it stands',
    'authenticate/issuing_country_mismatch',
    {
      change: naming('FR'),
      circumstances: { options: { issuingAuthority: { [degree]: degree } } },
    },
  ),
  certified.taken('M25-10', '§12.8.1', 'the same, where it is that of its signer', {
    change: naming('JP'),
    circumstances: { options: { issuingAuthority: { [degree]: degree } } },
    claims: (claims) => ({
      ...claims,
      [degree]: { ...(claims[degree] as Members), issuing_country: 'JP' },
    }),
  }),
]

/** M26: whom a docType is trusted from. */
const scopes: readonly Definition[] = [
  certified.refused(
    'M26-1',
    '§12.8.4',
    'a docType for which the authority is not trusted',
    'trust/trust_type_out_of_scope',
    {
      circumstances: { trust: { ...authorityTrust, scope: { types: [licence] } } },
    },
  ),
  certified.taken('M26-2', '§12.8.4', 'a docType for which the authority is trusted', {
    circumstances: { trust: { ...authorityTrust, scope: { types: [licence, degree] } } },
  }),
]

/** ISO/IEC 18013-5 §12.8.1: when it holds, and for whom its signer speaks. */
export const validityCases: readonly Definition[] = [...signedWithin, ...times, ...countries, ...scopes]
