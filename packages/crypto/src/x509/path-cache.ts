import type { Engine } from '../engine.ts'
import { Recent } from '../recent.ts'
import { type CertificatePath, type PathOptions, requireOptions, validatePath } from './path.ts'

/** Remembers paths that held. */
export interface CertificatePathCache {
  /** The same as {@link validatePath}, with what held before taken from memory. */
  validate(chain: readonly Uint8Array[], options: PathOptions): Promise<CertificatePath>
}

/**
 * A bounded memory of validated paths, by the hash of the chain's bytes together with the anchors and the profile. A path is
 * used only while all of its certificates are valid and the revocation lists that it was checked with are fresh. Refusals are
 * not remembered.
 *
 * @param options.limit - how many paths; 200 unless given
 */
export function certificatePathCache(options: { readonly limit?: number } = {}): CertificatePathCache {
  const { limit = 200 } = options ?? {}
  if (!Number.isSafeInteger(limit) || limit < 1) throw new TypeError('limit takes a whole number from 1')
  const paths = new Recent<CertificatePath>(limit)
  const validate = async (chain: readonly Uint8Array[], given: PathOptions): Promise<CertificatePath> => {
    requireOptions(chain, given)
    const name = nameOf(chain, given)
    const known = paths.get(name)
    const { at, clockSkew = 0 } = given
    if (known !== undefined && at - clockSkew <= known.expires && at + clockSkew >= known.begins) return known
    const path = await validatePath(chain, given)
    paths.set(name, path)
    return path
  }
  return Object.freeze({ validate })
}

/** Lengths stand before the bytes, so that no two chains have one name. */
function nameOf(chain: readonly Uint8Array[], { anchors, profile, engine, crls }: PathOptions): string {
  const certificates = Array.isArray(chain) ? chain : []
  const hashes = certificates.map((der) => (der instanceof Uint8Array ? hash(engine, der) : ''))
  const trusted = anchors.map(({ sha256 }) => sha256).sort()
  // A profile of the caller's own may have another's name.
  return JSON.stringify([hashes, trusted, profile, crls === undefined])
}

function hash(engine: Engine, der: Uint8Array): string {
  return engine.sha256Base64url(der)
}
