import {
  type CertificateProfile,
  type CertificateProfileName,
  certificateProfiles,
  parseCertificate,
  type TolerableRule,
  tolerating,
  validatePath,
} from '@hashikake/crypto/x509'
import { decodeBase64 } from '@hashikake/encoding/base64'
import type { TestCase } from './case.ts'
import { contextOf, jsonInput, NotExpressible, WrongUse } from './hashikake-options.ts'
import type { Outcome } from './implementation.ts'

/**
 * The operation `certificatePath`: a chain of base64 DER, leaf first, held against the case's anchors and a profile,
 * where the input has them with rules to tolerate, another length, and revocation lists by URL.
 */
export async function certificatePathCase(testCase: TestCase): Promise<Outcome> {
  const { chain, crls } = jsonInput(testCase)
  const { now, engine } = contextOf(testCase)
  const lists = crls as Readonly<Record<string, string>> | undefined
  const path = await validatePath((chain as readonly string[]).map(decodeBase64), {
    anchors: (testCase.trust?.certificates ?? []).map((text) => parseCertificate(decodeBase64(text))),
    at: now() / 1000,
    profile: profileOf(testCase),
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
  return {
    accepted: true,
    output: { length: path.certificates.length, expires: path.expires, tolerated: path.tolerated },
  }
}

function profileOf(testCase: TestCase): CertificateProfile {
  const { profile = 'generic', tolerate, maximumLength } = jsonInput(testCase)
  if (!Object.hasOwn(certificateProfiles, String(profile))) throw new NotExpressible(`there is no profile ${profile}`)
  const named = certificateProfiles[profile as CertificateProfileName]
  const tolerant = tolerate === undefined ? named : toleratingOnly(named, tolerate as readonly TolerableRule[])
  return maximumLength === undefined ? tolerant : { ...tolerant, maximumLength: maximumLength as number }
}

function toleratingOnly(profile: CertificateProfile, rules: readonly TolerableRule[]): CertificateProfile {
  try {
    return tolerating(profile, rules)
  } catch (thrown) {
    throw thrown instanceof TypeError ? new WrongUse(thrown.message) : thrown
  }
}
