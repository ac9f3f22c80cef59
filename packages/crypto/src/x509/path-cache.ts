import { Recent } from '../recent.ts'
import type { Certificate } from './certificate.ts'
import { type CertificatePath, type PathOptions, requireOptions, validatePath } from './path.ts'
import type { CertificateProfile } from './profiles.ts'

/** Remembers paths that held. */
export interface CertificatePathCache {
  /** The same as {@link validatePath}, with what held before taken from memory. */
  validate(chain: readonly Uint8Array[], options: PathOptions): Promise<CertificatePath>
}

/**
 * A bounded memory of validated paths, by the hash of the chain's bytes together with the anchors and the profile. A path is
 * used only while all of its certificates are valid. Refusals are not remembered, nor is anything for which revocation lists
 * are asked.
 *
 * @param options.limit - how many paths; 200 unless given, none with 0
 */
export function certificatePathCache(options: { readonly limit?: number } = {}): CertificatePathCache {
  const { limit = 200 } = options ?? {}
  if (!Number.isSafeInteger(limit) || limit < 0) throw new TypeError('limit takes a whole number from 0')
  const paths = new Recent<CertificatePath>(limit)
  const validate = async (chain: readonly Uint8Array[], given: PathOptions): Promise<CertificatePath> => {
    // What was revoked a moment ago must not be believed for having been good before.
    if (limit === 0 || given.crls !== undefined) return validatePath(chain, given)
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

function nameOf(chain: readonly Uint8Array[], { anchors, profile, engine }: PathOptions): string {
  const hashes = chain.map((der) => engine.sha256Base64url(der)).join('.')
  return `${hashes} ${trustedName(anchors)} ${profileName(profile)}`
}

// Anchors and profiles are the same objects from one question to the next.
const trustedNames = new WeakMap<readonly Certificate[], string>()
const profileNames = new WeakMap<CertificateProfile, string>()

function trustedName(anchors: readonly Certificate[]): string {
  const known = trustedNames.get(anchors)
  if (known !== undefined && Object.isFrozen(anchors)) return known
  const name = anchors
    .map(({ sha256 }) => sha256)
    .sort()
    .join('.')
  trustedNames.set(anchors, name)
  return name
}

/** All of it: a profile of the caller's own may have another's name. */
function profileName(profile: CertificateProfile): string {
  const known = profileNames.get(profile)
  if (known !== undefined && Object.isFrozen(profile)) return known
  const name = JSON.stringify(profile)
  profileNames.set(profile, name)
  return name
}
