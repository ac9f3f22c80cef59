import {
  type CertificateProfileName,
  certificateProfiles,
  parseCertificate,
  validatePath,
} from '@hashikake/crypto/x509'
import { decodeBase64 } from '@hashikake/encoding/base64'
import type { TestCase } from './case.ts'
import { contextOf, jsonInput, NotExpressible } from './hashikake-options.ts'
import type { Outcome } from './implementation.ts'

/**
 * The operation `certificatePath`: a chain of base64 DER, leaf first, held against the case's anchors and a profile; with
 * revocation lists by URL, where the input has any.
 */
export async function certificatePathCase(testCase: TestCase): Promise<Outcome> {
  const { chain, profile = 'generic', crls } = jsonInput(testCase)
  if (!Object.hasOwn(certificateProfiles, String(profile))) throw new NotExpressible(`there is no profile ${profile}`)
  const { now, engine } = contextOf(testCase)
  const lists = crls as Readonly<Record<string, string>> | undefined
  const path = await validatePath((chain as readonly string[]).map(decodeBase64), {
    anchors: (testCase.trust?.certificates ?? []).map((text) => parseCertificate(decodeBase64(text))),
    at: now() / 1000,
    profile: certificateProfiles[profile as CertificateProfileName],
    engine,
    ...(lists === undefined
      ? {}
      : {
          crls: (uris) => {
            const uri = uris.find((one) => Object.hasOwn(lists, one))
            return uri === undefined ? undefined : decodeBase64(lists[uri] as string)
          },
        }),
  })
  return { accepted: true, output: { length: path.certificates.length, expires: path.expires } }
}
