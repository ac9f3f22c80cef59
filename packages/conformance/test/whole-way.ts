import { issuerKeys, type Trust } from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import type { PublicJwk } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import { type HeldCredential, present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import { createChallenge, ignoreStatus, verify } from '@hashikake/verifier'

export const issuerId = 'https://registrar.example'
export const vct = 'https://registrar.example/vct/degree'
export const audience = 'https://admissions.example'
export const at = Date.parse('2026-11-21T12:00:00Z')
export const context: Context = defaultContext({ now: () => at })

export interface Party {
  readonly signer: Signer
  readonly publicKey: PublicJwk
}

export async function newParty(): Promise<Party> {
  const { publicKey, privateKey } = await engine.generateKey('ES256')
  return { publicKey, signer: await engine.signer(privateKey, 'ES256') }
}

export const issuer = await newParty()
export const holder = await newParty()
export const trust = issuerKeys({ [issuerId]: { keys: [issuer.publicKey] } })
export const challenge = createChallenge({ protocol: 'direct', audience }, { context })
export const verifyOptions = {
  formats: [sdJwtVc.verification()],
  trust,
  challenge,
  status: ignoreStatus,
  context,
} as const

/** Issues and receives; what is refused fails the test. */
export async function hold(draft: Omit<sdJwtVc.SdJwtVcDraft, 'vct' | 'holderKey'>): Promise<HeldCredential> {
  const encoded = await issue(
    { vct, holderKey: holder.publicKey, ...draft },
    { format: sdJwtVc.issuance(), issuer: { id: issuerId, signer: issuer.signer }, context },
  )
  const received = await receive(encoded, {
    formats: [sdJwtVc.presentation()],
    trust,
    holderKey: holder.publicKey,
    context,
  })
  if (!received.accepted) throw new Error(`not received: ${received.code}`)
  return received.credential
}

/** Shows some claims to the verifier of these tests. */
export async function show(
  credential: HeldCredential,
  disclose: readonly (readonly (string | number | null)[])[],
): Promise<string> {
  const [presentation] = await present([{ credential, disclose, signer: holder.signer }], {
    formats: [sdJwtVc.presentation()],
    challenge,
    context,
  })
  return presentation as string
}

export function check(
  presentation: string,
  changes: { readonly trust?: Trust } = {},
): ReturnType<typeof verify<ReturnType<typeof sdJwtVc.verification>>> {
  return verify(presentation, { ...verifyOptions, ...changes })
}
