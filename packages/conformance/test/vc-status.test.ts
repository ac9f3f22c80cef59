import { bearer, issuerKeys } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { type Signer, signerFromCryptoKey } from '@hashikake/crypto/signers'
import { issue } from '@hashikake/issuer'
import { bitstringStatusLists } from '@hashikake/status'
import { bitstringStatusListCredential, bitstringStatusListEntry } from '@hashikake/status/bitstring-publishing'
import { createStatusList, type PublishedList } from '@hashikake/status/publishing'
import { issuance, verification } from '@hashikake/vc/jwt'
import { verify } from '@hashikake/verifier'
import { beforeAll, describe, expect, it } from 'vitest'

const registrar = 'https://registrar.example'
const url = `${registrar}/status/3`
const clock = { now: () => Date.parse('2026-11-27T12:00:00Z') }
const world = defaultContext(clock)
let signer: Signer
let stranger: Signer

const newSigner = async (): Promise<Signer> =>
  signerFromCryptoKey(
    (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])) as never,
  )

beforeAll(async () => {
  signer = await newSigner()
  stranger = await newSigner()
})

interface Publishing {
  readonly purpose?: string
  readonly id?: string
  readonly validUntil?: string
  readonly issuer?: string
  readonly by?: Signer
  readonly more?: object
}

async function published(list: PublishedList, given: Publishing = {}): Promise<string> {
  const { purpose = 'revocation', id = url, validUntil, issuer = registrar, by = signer, more = {} } = given
  const until = validUntil === undefined ? {} : { validUntil }
  const credential = await bitstringStatusListCredential(list, { id, purpose, context: world, ...until })
  return issue(
    { credential: { ...credential, ...more } },
    { format: issuance(), issuer: { signer: by, id: issuer }, context: world },
  )
}

async function degree(index: number, purpose = 'revocation', more = {}): Promise<string> {
  const credential = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    credentialSubject: { id: 'did:example:subject' },
    credentialStatus: { ...bitstringStatusListEntry({ list: url, index, purpose }), ...more },
  }
  return issue({ credential }, { format: issuance(), issuer: { signer, id: registrar }, context: world })
}

/** Verifies with a network on which this list stands, and nothing else. */
async function judge(encoded: string, list: string | undefined) {
  const retrieval = {
    retrieve: async ({ url: asked }: { url: string }) => {
      expect(asked).toBe(url)
      if (list === undefined) throw Object.assign(new Error('retrieval_failed'), { code: 'retrieval_failed' })
      const bytes = new TextEncoder().encode(list)
      return { bytes, mediaType: 'application/vc+jwt', retrievedAt: clock.now() / 1000, freshUntil: undefined }
    },
  }
  const trust = issuerKeys({ [registrar]: [signer.publicKey], 'https://stranger.example': [stranger.publicKey] })
  return verify(encoded, {
    formats: [verification()],
    trust,
    challenge: bearer,
    status: bitstringStatusLists({ formats: [verification()], trust }),
    context: defaultContext({ ...clock, retrieval: retrieval as never }),
  })
}

describe('a bitstring status list', () => {
  it('is published, and says of each credential whether it holds', async () => {
    const list = createStatusList({ context: world })
    const [kept, revoked] = [list.allocate(), list.allocate()]
    list.set(revoked, 1)
    const encoded = await published(list)
    const fine = await judge(await degree(kept), encoded)
    expect(fine).toMatchObject({ accepted: true, credential: { status: 'valid' } })
    expect(fine.accepted && fine.credential.evidence).toContainEqual(
      expect.objectContaining({ kind: 'bitstring-status-list', uri: url, index: String(kept), value: 0 }),
    )
    expect(await judge(await degree(revoked), encoded)).toMatchObject({ stage: 'status', code: 'status_invalid' })
  })

  it('says suspended where that is its purpose', async () => {
    const list = createStatusList({ context: world })
    const index = list.allocate()
    list.set(index, 1)
    const encoded = await published(list, { purpose: 'suspension' })
    expect(await judge(await degree(index, 'suspension'), encoded)).toMatchObject({ code: 'status_suspended' })
  })

  it('has its entries in the order of the standard, for each number of bits', async () => {
    for (const bits of [1, 2, 4] as const) {
      const list = createStatusList({ bits, context: world })
      const index = list.allocate()
      list.set(index, 1)
      const credential = await bitstringStatusListCredential(list, { id: url, purpose: 'revocation', context: world })
      const { readBitstringStatusList } = await import('@hashikake/status/bitstring')
      const { bytes } = await readBitstringStatusList(credential.credentialSubject as never, world)
      const last = index * bits + bits - 1
      expect(((bytes[last >> 3] as number) >> (7 - (last & 7))) & 1).toBe(1)
      expect(bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)).toBe(1)
    }
  })

  it.each<[string, string, Publishing]>([
    [
      'another issuer signed it',
      'status_list_signer_unrelated',
      { issuer: 'https://stranger.example', by: () => stranger } as never,
    ],
    ['nobody known signed it', 'signature_invalid', { by: () => stranger } as never],
    ['it is another list', 'status_list_subject_mismatch', { id: `${registrar}/status/4` }],
    ['it is for another purpose', 'status_purpose_mismatch', { purpose: 'suspension' }],
    ['it has expired', 'status_list_expired', { validUntil: '2026-11-27T11:59:59Z' }],
    ['it is no list', 'bitstring_malformed', { more: { type: ['VerifiableCredential'] } }],
    [
      'it has a status itself',
      'bitstring_malformed',
      { more: { credentialStatus: bitstringStatusListEntry({ list: url, index: 1, purpose: 'revocation' }) } },
    ],
  ])('is refused where %s: %s', async (_, code, { by, ...given }) => {
    const list = createStatusList({ context: world })
    const index = list.allocate()
    const who = by === undefined ? signer : (by as unknown as () => Signer)()
    expect(await judge(await degree(index), await published(list, { ...given, by: who }))).toMatchObject({
      accepted: false,
      stage: 'status',
      code,
    })
    expect(await judge(await degree(index), await published(list))).toMatchObject({ accepted: true })
  })

  it('of a mechanism that is not known is not passed over', async () => {
    const list = await published(createStatusList({ context: world }))
    const other = await degree(1, 'revocation', { type: 'ExampleStatusList' })
    expect(await judge(other, list)).toMatchObject({ stage: 'status', code: 'status_mechanism_unsupported' })
  })

  it('takes a published list with enough entries alone', async () => {
    const list = createStatusList({ size: 65_536, context: world })
    await expect(published(list)).rejects.toThrow(/131072 entries/)
    expect(() => bitstringStatusLists({ formats: [] } as never)).toThrow(TypeError)
  })
})
