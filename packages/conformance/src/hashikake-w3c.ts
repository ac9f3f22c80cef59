import type { VerificationFormat } from '@hashikake/credential'
import * as dataIntegrity from '@hashikake/data-integrity'
import type * as sdJwtFormat from '@hashikake/sd-jwt'
import * as cose from '@hashikake/vc/cose'
import { europeanDigitalCredentials } from '@hashikake/vc/edc'
import * as jwt from '@hashikake/vc/jwt'
import { badgeVerification, openBadgeContexts } from '@hashikake/vc/open-badges'
import * as sdJwt from '@hashikake/vc/sd-jwt'

/** As a case names them. */
interface Options {
  readonly reader: sdJwtFormat.ReaderOptions
  readonly embedded: dataIntegrity.DataIntegrityOptions
}

type W3cFormat =
  | 'vc+jwt'
  | 'vc+sd-jwt'
  | 'vc+cose'
  | 'vp+jwt'
  | 'vp+sd-jwt'
  | 'vp+cose'
  | 'ldp_vc'
  | 'ldp_vp'
  | 'jwt_vc_json'
  | 'edc'

/** How each way to secure a W3C credential is read; in a presentation, each of them. */
const readers: Readonly<Record<W3cFormat, (options: Options) => VerificationFormat>> = {
  'vc+jwt': (options) => jwt.verification(shared(options)),
  'vc+sd-jwt': (options) => sdJwt.verification(options.reader),
  'vc+cose': (options) => cose.verification(shared(options)),
  'vp+jwt': (options) => jwt.presentationVerification({ ...shared(options), credentials: inside(options) }),
  'vp+sd-jwt': (options) => sdJwt.presentationVerification({ ...shared(options), credentials: inside(options) }),
  'vp+cose': (options) => cose.presentationVerification({ ...shared(options), credentials: inside(options) }),
  jwt_vc_json: (options) => badgeVerification(shared(options)),
  edc: (options) => europeanDigitalCredentials(shared(options)),
  ldp_vc: (options) => dataIntegrity.verification(embedded(options)),
  ldp_vp: (options) => dataIntegrity.presentationVerification({ ...embedded(options), credentials: inside(options) }),
}

export const w3cFormats: readonly string[] = Object.freeze(Object.keys(readers))

export function isW3cFormat(format: string | undefined): format is W3cFormat {
  return format !== undefined && Object.hasOwn(readers, format)
}

/** @param options - as a case names them */
export function w3cFormatOf(format: W3cFormat, options: Options): VerificationFormat {
  return readers[format](options)
}

function inside(options: Options): readonly VerificationFormat[] {
  const own = shared(options)
  return [
    jwt.verification(own),
    sdJwt.verification(),
    cose.verification(own),
    dataIntegrity.verification(embedded(options)),
  ]
}

/** What all of them take; the rest is of SD-JWT. */
function shared({ reader: { algorithms, limits } }: Options): jwt.ReaderOptions {
  return { ...(algorithms === undefined ? {} : { algorithms }), ...(limits === undefined ? {} : { limits }) }
}

function embedded(options: Options): dataIntegrity.DataIntegrityOptions {
  const contexts = { ...openBadgeContexts, ...options.embedded.contexts }
  return { ...shared(options), ...options.embedded, contexts }
}
