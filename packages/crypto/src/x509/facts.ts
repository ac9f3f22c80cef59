import type { Certificate } from './certificate.ts'
import { attributesOf } from './name.ts'
import { oid } from './object-identifier.ts'

/** What the certificate of a key says of its owner and its time. */
export interface CertificateFacts {
  /** Seconds since 1970-01-01T00:00:00Z; it is valid at both. */
  readonly notBefore: number
  readonly notAfter: number
  /** The subject's countryName and stateOrProvinceName; absent unless there is exactly one. */
  readonly country?: string
  readonly state?: string
}

/** What formats hold against what they read. */
export function certificateFacts({
  notBefore,
  notAfter,
  subject,
}: Pick<Certificate, 'notBefore' | 'notAfter' | 'subject'>): CertificateFacts {
  const [country, state] = [oid.countryName, oid.stateOrProvinceName].map((type) => {
    const named = attributesOf(subject, type)
    return named.length === 1 ? named[0] : undefined
  })
  return Object.freeze({
    notBefore,
    notAfter,
    ...(country === undefined ? {} : { country }),
    ...(state === undefined ? {} : { state }),
  })
}
