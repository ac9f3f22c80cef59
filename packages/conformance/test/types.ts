// Misuse that must not compile: `tsc -b` fails where an expected error does not come.
import { bearer, issuerKeys } from '@hashikake/credential'
import { present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import * as sdJwt from '@hashikake/sd-jwt'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import { createChallenge, ignoreStatus, verify, verifyPresentation } from '@hashikake/verifier'

const trust = issuerKeys({})
const formats = [sdJwtVc.verification()]
const challenge = createChallenge({ protocol: 'direct', audience: 'https://admissions.example' })

export async function claimsOnlyAfterAcceptance(input: string): Promise<unknown> {
  const result = await verify(input, { formats, trust, challenge, status: ignoreStatus })
  // @ts-expect-error: a rejection has no credential
  const unchecked = result.credential
  if (result.accepted) {
    // @ts-expect-error: nothing in a result can be changed
    result.credential.claims.degree = 'forged'
    return result.credential.claims
  }
  // @ts-expect-error: nor has it here
  return [unchecked, result.credential, result.code]
}

export async function nothingForgotten(input: string): Promise<unknown> {
  // @ts-expect-error: the challenge was forgotten
  await verify(input, { formats, trust, status: ignoreStatus })
  // @ts-expect-error: status was forgotten
  await verify(input, { formats, trust, challenge })
  // @ts-expect-error: trust was forgotten
  await verify(input, { formats, challenge, status: ignoreStatus })
  // @ts-expect-error: a boolean is no weakening
  await verify(input, { formats, trust, challenge: false, status: ignoreStatus })
  // @ts-expect-error: any symbol is no weakening
  await verify(input, { formats, trust, challenge: Symbol('bearer'), status: ignoreStatus })
  // @ts-expect-error: a misspelt option
  await verify(input, { formats, trust, challenge, status: ignoreStatus, policy: [] })
  // @ts-expect-error: the holder's own key was forgotten
  await receive(input, { formats: [sdJwtVc.presentation()], trust })
  // @ts-expect-error: a presentation without a challenge
  return present([], { formats: [sdJwtVc.presentation()] })
}

export async function codesAreKnown(input: string): Promise<string> {
  const result = await verify(input, { formats, trust, challenge: bearer, status: ignoreStatus })
  if (result.accepted) return result.credential.format
  switch (result.code) {
    case 'digest_repeated':
    case 'expired':
    case 'json_name_repeated':
    case 'algorithm_not_allowed':
      return result.stage
    // @ts-expect-error: no such code
    case 'something_wrong':
      return ''
    default:
      return result.code
  }
}

export async function formatsNarrow(input: string): Promise<'dc+sd-jwt' | 'sd-jwt' | undefined> {
  const both = [sdJwtVc.verification(), sdJwt.verification()] as const
  const { parts } = await verifyPresentation(input, { formats: both, trust, challenge, status: ignoreStatus })
  const [part] = parts
  return part?.accepted ? part.credential.format : undefined
}

export async function draftsFit(): Promise<unknown> {
  const issuer = { id: 'https://registrar.example', signer: undefined as never }
  await issue({ vct: 'https://registrar.example/vct', claims: {} }, { format: sdJwtVc.issuance(), issuer })
  // @ts-expect-error: a type was forgotten
  await issue({ claims: {} }, { format: sdJwtVc.issuance(), issuer })
  // @ts-expect-error: a dotted string is no claim path
  return issue({ vct: 'x', claims: {}, disclosable: ['a.b'] }, { format: sdJwtVc.issuance(), issuer })
}
