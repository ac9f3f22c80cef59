import { type Certificate, parseCertificate } from '@hashikake/crypto/x509'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustedEntity } from './lote.ts'
import type { TrustedService } from './lote-service.ts'
import { readBase64 } from './lote-signature.ts'
import type { TrustList } from './trust-list.ts'

/** A service, whose it is, and the certificates that the list gives for it. */
export interface ListedCertificate {
  readonly certificate: Certificate
  readonly entity: TrustedEntity
  readonly service: TrustedService
}

const known = new WeakMap<TrustList, readonly ListedCertificate[]>()

/**
 * The certificates of a list, read once. One that cannot be read identifies nobody: it is left out, and the rest of the
 * list holds.
 */
export function listedCertificates(list: TrustList): readonly ListedCertificate[] {
  const before = known.get(list)
  if (before !== undefined) return before
  const all = list.entities.flatMap((entity) =>
    entity.services.flatMap((service) =>
      service.certificates.flatMap((text): ListedCertificate[] => {
        const certificate = readCertificate(text)
        return certificate === undefined ? [] : [{ certificate, entity, service }]
      }),
    ),
  )
  known.set(list, all)
  return all
}

function readCertificate(text: string): Certificate | undefined {
  try {
    return parseCertificate(readBase64(text))
  } catch (cause) {
    if (cause instanceof Refusal) return undefined
    throw cause
  }
}
