import { existsSync, readFileSync } from 'node:fs'
import { bearer, ignoreStatus } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { anchors } from '@hashikake/trust'
import { europeanDigitalCredentials, timestampUnverified } from '@hashikake/vc/edc'
import * as vcJwt from '@hashikake/vc/jwt'
import { verify } from '@hashikake/verifier'
import { describe, expect, it } from 'vitest'

const file = new URL('../../../../shared/vectors/academic/edc-elm3-micro-credential-signed.json', import.meta.url)
const isThere = existsSync(file)
if (!isThere)
  console.info('Skipped: the sealed sample of the European Learning Model, because ../shared/vectors is not there.')

interface Sample {
  readonly payload: string
  readonly signatures: readonly { protected: string; signature: string; header: { etsiU: readonly string[] } }[]
}

describe.runIf(isThere)('the official sample of the European Learning Model 3, sealed in 2023', () => {
  const text = isThere ? readFileSync(file, 'utf8') : ''
  const sample = (): Sample => JSON.parse(text)
  const organization = 'VATES-A00000000'

  /** The authority of the seal stands beside the signature; whether to trust it is the verifier's to say. */
  const authorities = (): readonly Uint8Array[] => {
    const { etsiU } = (sample().signatures[0] as Sample['signatures'][number]).header
    const values = etsiU.map((one) => JSON.parse(Buffer.from(one, 'base64url').toString()))
    const { xVals } = values.find((one) => 'xVals' in one) as { xVals: readonly { x509Cert: { val: string } }[] }
    return xVals.map(({ x509Cert }) => new Uint8Array(Buffer.from(x509Cert.val, 'base64'))).slice(2, 3)
  }
  const judge = (input: string, { at = '2023-10-01T00:00:00Z', owner = organization, lenient = true } = {}) =>
    verify(input, {
      formats: [europeanDigitalCredentials(), vcJwt.verification()],
      trust: anchors(authorities(), {
        profile: 'generic',
        binding: { organizationIdentifiers: { [organization]: owner } },
      }),
      challenge: bearer,
      status: ignoreStatus,
      leniencies: lenient ? [timestampUnverified] : [],
      context: defaultContext({ now: () => Date.parse(at) }),
    })

  it('is authentic, and its issuer the owner of the seal', async () => {
    const result = await judge(text)
    expect(result).toMatchObject({
      accepted: true,
      weakenings: expect.arrayContaining([timestampUnverified]),
      credential: { format: 'edc', type: 'EuropeanDigitalCredential', issuers: [{ id: organization }] },
    })
  })

  it('is refused where its time-stamp is not let pass, or the seal has ended', async () => {
    expect(await judge(text, { lenient: false })).toMatchObject({
      stage: 'authenticate',
      code: 'jades_timestamp_unverifiable',
    })
    expect(await judge(text, { at: '2026-12-01T00:00:00Z' })).toMatchObject({
      stage: 'trust',
      code: 'certificate_expired',
    })
    expect(await judge(text, { at: '2023-09-27T11:54:16Z' })).toMatchObject({ code: 'jades_signed_in_future' })
    expect(await judge(text, { owner: 'VATES-B00000000' })).toMatchObject({ code: 'certificate_binding_mismatch' })
  })

  it('is refused where one letter of it differs', async () => {
    const { payload, signatures } = sample()
    const bent = JSON.stringify({ payload: payload.replace('Micro-Credential', 'Macro-Credential'), signatures })
    expect(await judge(bent)).toMatchObject({ stage: 'authenticate', code: 'signature_invalid' })
  })
})
