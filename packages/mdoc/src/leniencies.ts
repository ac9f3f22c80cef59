/** Tolerates the tag of a COSE message where ISO/IEC 18013-5 §12.3 and §12.4 have it untagged. */
export const taggedCose = 'cose_tagged'

/** Tolerates items with less than 16 random bytes, whose digests can be guessed (§12.3). */
export const shortRandom = 'mdoc_short_random'

/** Tolerates a fraction of a second in the dates of the issuer (§12.3). */
export const fractionalDates = 'mdoc_fractional_dates'

/** Tolerates heads and floats that are longer than needed. */
export { interop } from '@hashikake/encoding/cbor'
