import { bearer, ignoreStatus } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { writeMultikey } from '@hashikake/crypto/multikey'
import { type Signer, signerFromCryptoKey } from '@hashikake/crypto/signers'
import * as dataIntegrity from '@hashikake/data-integrity'
import { issue } from '@hashikake/issuer'
import { dids } from '@hashikake/trust'
import * as vcJwt from '@hashikake/vc/jwt'
import {
  badgeIssuance,
  badgeJwtIssuance,
  badgeVerification,
  isRecipient,
  openBadgeContexts,
  openBadges,
} from '@hashikake/vc/open-badges'
import * as vcSdJwt from '@hashikake/vc/sd-jwt'
import { verify } from '@hashikake/verifier'
import { beforeAll, describe, expect, it } from 'vitest'

const context = defaultContext({ now: () => Date.parse('2026-12-01T12:00:00Z') })
const contexts = ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json']
const embedding = { contexts: openBadgeContexts }

interface Party {
  readonly signer: Signer
  readonly did: string
  readonly kid: string
}
let university: Party
let association: Party

async function newParty(parameters: object): Promise<Party> {
  const signer = await signerFromCryptoKey(
    (await crypto.subtle.generateKey(parameters as never, true, ['sign'])) as never,
  )
  const multikey = writeMultikey(signer.publicKey)
  return { signer, did: `did:key:${multikey}`, kid: `did:key:${multikey}#${multikey}` }
}

beforeAll(async () => {
  university = await newParty({ name: 'Ed25519' })
  association = await newParty({ name: 'ECDSA', namedCurve: 'P-256' })
})

const achievement = {
  id: 'https://registrar.example/achievements/bridges',
  type: ['Achievement'],
  name: '橋梁工学',
  description: 'Builds bridges that hold.',
  criteria: { narrative: 'A bridge that held.' },
}
const badge = (more = {}) => ({
  '@context': contexts,
  id: 'https://registrar.example/badges/3732',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: { id: university.did, type: ['Profile'], name: 'University of Fixtures' },
  name: '橋梁工学',
  validFrom: '2026-11-24T00:00:00Z',
  credentialSubject: {
    id: 'did:example:subject',
    type: ['AchievementSubject'],
    achievement: { ...achievement, ...more },
  },
})
const endorsement = () => ({
  '@context': contexts,
  id: 'https://association.example/endorsements/1',
  type: ['VerifiableCredential', 'EndorsementCredential'],
  name: 'A word about bridges',
  issuer: { id: association.did, type: ['Profile'], name: 'Association of Fixtures' },
  validFrom: '2026-11-24T00:00:00Z',
  credentialSubject: { id: achievement.id, type: ['EndorsementSubject'], endorsementComment: 'They hold.' },
})

const embedded = badgeIssuance(dataIntegrity.issuance({ cryptosuite: 'eddsa-rdfc-2022', ...embedding }))
const embeddedByEcdsa = badgeIssuance(dataIntegrity.issuance({ cryptosuite: 'ecdsa-rdfc-2019', ...embedding }))
const identity = ({ signer, did, kid }: Party) => ({ signer, id: did, kid })

/** All that the office takes, in one call. */
const options = () => {
  const trust = dids({ trusted: [university.did, association.did] })
  const formats = [
    badgeVerification(),
    dataIntegrity.verification(embedding),
    vcJwt.verification(),
    vcSdJwt.verification(),
  ] as const
  const policies = [openBadges({ endorsements: { formats, trust } })]
  return { formats, trust, challenge: bearer, status: ignoreStatus, policies, context } as const
}

describe('a badge', () => {
  it('is issued with an embedded proof and an endorsement inside, and verified', async () => {
    const word = JSON.parse(
      await issue({ credential: endorsement() }, { format: embeddedByEcdsa, issuer: identity(association), context }),
    )
    const encoded = await issue(
      { credential: badge({ endorsement: [word] }) },
      { format: embedded, issuer: identity(university), context },
    )
    const result = await verify(encoded, options())
    expect(result).toMatchObject({ accepted: true, credential: { format: 'ldp_vc', type: 'OpenBadgeCredential' } })
    expect(JSON.stringify(result)).toContain(`"verified":true,"issuer":"${association.did}"`)
  })

  it('is issued as a JWT of Open Badges and of VC-JOSE-COSE, and verified', async () => {
    const word = await issue(
      { credential: endorsement() },
      { format: badgeJwtIssuance(), issuer: identity(association), context },
    )
    const draft = { credential: badge({ endorsementJwt: [word] }) }
    const own = await issue(draft, { format: badgeJwtIssuance(), issuer: identity(university), context })
    expect(await verify(own, options())).toMatchObject({ accepted: true, credential: { format: 'jwt_vc_json' } })
    const other = await issue(draft, { format: badgeIssuance(vcJwt.issuance()), issuer: identity(university), context })
    expect(await verify(other, options())).toMatchObject({ accepted: true, credential: { format: 'vc+jwt' } })
    const bent = `${own.slice(0, -4)}${own.slice(-4) === 'AAAA' ? 'BBBB' : 'AAAA'}`
    expect(await verify(bent, options())).toMatchObject({ accepted: false, stage: 'authenticate' })
  })

  it('is not issued where it is none', async () => {
    const { criteria: _, ...without } = achievement
    const credential = { ...badge(), credentialSubject: { ...badge().credentialSubject, achievement: without } }
    for (const format of [embedded, badgeJwtIssuance()] as const) {
      await expect(
        issue({ credential }, { format: format as typeof embedded, issuer: identity(university), context }),
      ).rejects.toMatchObject({ code: 'open_badge_malformed', path: ['credentialSubject', 'achievement', 'criteria'] })
    }
  })

  it('leaves credentials of other types alone', async () => {
    const credential = {
      '@context': [contexts[0] as string],
      type: ['VerifiableCredential'],
      issuer: university.did,
      credentialSubject: { id: 'did:example:subject' },
    }
    const encoded = await issue({ credential }, { format: vcJwt.issuance(), issuer: identity(university), context })
    expect(await verify(encoded, options())).toMatchObject({ accepted: true })
  })

  it('says how it is used', () => {
    for (const wrong of [{ endorsement: {} }, { recipient: { value: 'x' } }, { endorsements: { formats: [] } }]) {
      expect(() => openBadges(wrong as never)).toThrow(TypeError)
    }
    expect(isRecipient({}, { identityType: 'id', value: 'x' }, context.engine)).toBe(false)
  })
})
