import { parseSign1, signSign1 } from '@hashikake/crypto/cose'
import { type CborInput, CborTag, type CborValue, decodeCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import {
  createVical,
  memorySequenceStore,
  type VerifyVicalOptions,
  type VicalDraft,
  type VicalOptions,
  verifyVical,
  vical,
} from '@hashikake/trust'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { contextWith, now, outcomeOf, signer } from './fixtures.ts'
import {
  authorityRequest,
  certificateOf,
  contextServing,
  crls,
  documentSignerRequest,
  draftOf,
  licence,
  makeScene,
  mdocRequest,
  pair,
  photoId,
  purpose,
  type Scene,
  signs,
  type ski,
  usage,
  vicalOptions,
  vicalSignerRequest,
  years,
} from './vical-fixtures.ts'

const context = contextWith()
const after = Date.parse('2027-02-01T00:00:00Z')
let scene: Scene
let bytes: Uint8Array
let options: VerifyVicalOptions

beforeAll(async () => {
  scene = await makeScene()
  options = { anchors: [scene.provider], context }
  bytes = await create(draftOf(scene))
})

const create = (draft: VicalDraft, at = now): Promise<Uint8Array> =>
  createVical(draft, {
    signer: scene.signer,
    certificates: [scene.vicalSigner],
    context: contextWith(undefined, at),
  })

/** What a case changes of a list that is accepted: of its payload, of how it is signed. */
interface Bend {
  readonly payload?: (members: Map<CborValue, CborInput>) => void
  readonly entry?: (members: Map<CborValue, CborInput>) => void
  readonly raw?: (payload: Uint8Array) => Uint8Array
  readonly chain?: readonly Uint8Array[]
  readonly by?: string
  readonly headers?: ReadonlyMap<number, CborInput>
  readonly tagged?: boolean
}

/** Signs a list anew, as anybody could: the library's own writer would not write most of these. */
async function bent(bend: Bend): Promise<Uint8Array> {
  const { payload: original } = parseSign1(bytes)
  const { value } = decodeCbor(original as Uint8Array, { tags: [0, 2] })
  const members = new Map(value as ReadonlyMap<CborValue, CborInput>)
  const [first] = members.get('certificateInfos') as readonly ReadonlyMap<CborValue, CborInput>[]
  const entry = new Map(first)
  bend.entry?.(entry)
  members.set('certificateInfos', [entry])
  bend.payload?.(members)
  const written = encodeCbor(members)
  const { chain = [scene.vicalSigner] } = bend
  return signSign1(bend.by === undefined ? scene.signer : await signer(bend.by), {
    payload: bend.raw?.(written) ?? written,
    unprotected: new Map<number, CborInput>([
      ...(chain.length === 0 ? [] : [[33, chain.length === 1 ? (chain[0] as Uint8Array) : chain] as const]),
      ...(bend.headers ?? []),
    ]),
    tagged: bend.tagged ?? false,
  })
}

/** The same item with the keys of its maps the other way round, which the library's own writer never writes. */
function reversed(item: Uint8Array): Uint8Array {
  const write = (value: CborValue): Uint8Array => {
    const isMap = value instanceof Map
    if (!isMap && !Array.isArray(value)) return encodeCbor(value)
    const parts: readonly CborValue[] = isMap ? [...value].reverse().flat() : value
    const count = isMap ? value.size : value.length
    return Buffer.concat([Uint8Array.of((isMap ? 0xa0 : 0x80) | count), ...parts.map(write)])
  }
  const { value } = decodeCbor(item, { tags: [0, 2] })
  const written = Uint8Array.from(write(value))
  expect(written).not.toEqual(item)
  expect(written).toHaveLength(item.length)
  return written
}

const outcomeOfList = (list: Uint8Array, change: Partial<VerifyVicalOptions> = {}): Promise<string> =>
  outcomeOf(() => verifyVical(list, { ...options, ...change }))

/** What a verification would make of a document signer: found, decided. */
async function decided(
  list: Uint8Array,
  members: Parameters<typeof mdocRequest>[1] = {},
  change: Partial<VicalOptions> = {},
): Promise<unknown> {
  const trust = vical({ ...vicalOptions(scene, { bytes: list }), ...change })
  const request = mdocRequest(scene, members)
  try {
    const [candidate] = await trust.findKeys(request, context)
    return candidate === undefined ? 'none' : await trust.decide(request, candidate, context)
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return `refused ${thrown.code}`
  }
}
const untrusted = (code: string): object => ({ trusted: false, code })

describe('a list of issuing authorities', () => {
  it('that was created is verified, with what it says', async () => {
    const list = await verifyVical(bytes, options)
    expect(list).toMatchObject({
      version: '1.0',
      provider: 'Fixture Provider',
      issueId: 7,
      issued: Date.parse('2026-11-01T00:00:00Z') / 1000,
      nextUpdate: after / 1000,
      entries: [{ docTypes: [licence], serialNumber: 'a101', issuingCountry: 'UT', certificate: scene.authority }],
      evidence: { kind: 'certificate-path', profile: 'iso-mdoc-vical-signer' },
    })
    expect(structuredClone(list)).toEqual(list)
    expect(Object.isFrozen(list.entries[0])).toBe(true)
    expect(parseSign1(bytes, { tag: 'forbidden' }).headers.unprotected.has(33)).toBe(true)
  })

  it.each<[string, Bend]>([
    ['under a tag', { tagged: true }],
    ['its keys in another order', { raw: reversed }],
    [
      'with names of the future',
      {
        payload: (all) => void all.set('vicalURL', 'https://a.example').set('x', 1),
        entry: (all) => void all.set('x', 1),
      },
    ],
    [
      'with extensions',
      { payload: (all) => void all.set('extensions', { a: 1 }), entry: (all) => void all.set('extensions', { a: 1 }) },
    ],
    ['of version 1.1', { payload: (all) => void all.set('version', '1.1') }],
    [
      'without a number and an end of its own',
      { payload: (all) => ['vicalIssueID', 'nextUpdate'].forEach((name) => void all.delete(name)) },
    ],
    [
      'dated with a fraction and an offset',
      { payload: (all) => void all.set('date', new CborTag(0, '2026-11-01T09:00:00.25+09:00')) },
    ],
    ['a small serial number as a plain one', { entry: (all) => void all.set('serialNumber', 0xa101) }],
  ])('may be %s', async (_, bend) => {
    const list = await bent(bend)
    expect(await outcomeOfList(list)).toBe('done')
    expect(await decided(list)).toMatchObject({ trusted: true })
  })

  it('may be of nobody', async () => {
    const list = await create(draftOf(scene, { certificateInfos: [] }))
    expect(await outcomeOfList(list)).toBe('done')
    expect(await decided(list)).toBe('refused certificate_authority_unknown')
  })

  const text = (value: string) => new CborTag(0, value)
  it.each<[string, string, Bend]>([
    ['of version 2.0', 'vical_version_unsupported', { payload: (all) => void all.set('version', '2.0') }],
    ['of version 10', 'vical_version_unsupported', { payload: (all) => void all.set('version', '10') }],
    ['of a version that is a number', 'vical_malformed', { payload: (all) => void all.set('version', 1) }],
    ['without a provider', 'vical_malformed', { payload: (all) => void all.delete('vicalProvider') }],
    ['without a date', 'vical_malformed', { payload: (all) => void all.delete('date') }],
    ['dated in plain text', 'vical_malformed', { payload: (all) => void all.set('date', '2026-11-01T00:00:00Z') }],
    ['dated in seconds', 'vical_malformed', { payload: (all) => void all.set('date', new CborTag(1, 1_790_000_000)) }],
    ['of 30 February', 'vical_malformed', { payload: (all) => void all.set('date', text('2026-02-30T00:00:00Z')) }],
    [
      'due before it was issued',
      'vical_malformed',
      { payload: (all) => void all.set('nextUpdate', text('2026-11-01T00:00:00Z')) },
    ],
    [
      'over before it was issued',
      'vical_malformed',
      { payload: (all) => void all.set('notAfter', text('2026-10-01T00:00:00Z')) },
    ],
    ['with a negative number', 'vical_malformed', { payload: (all) => void all.set('vicalIssueID', -1) }],
    ['with a number of 64 bits', 'vical_malformed', { payload: (all) => void all.set('vicalIssueID', 2n ** 63n) }],
    ['whose entries are a map', 'vical_malformed', { payload: (all) => void all.set('certificateInfos', {}) }],
    ['with a key that is no text', 'vical_malformed', { payload: (all) => void all.set(1, 1) }],
    ['whose extensions are an array', 'vical_malformed', { payload: (all) => void all.set('extensions', []) }],
    ['with a byte left over', 'vical_malformed', { raw: (one) => Uint8Array.from([...one, 0]) }],
    ['that is no map', 'vical_malformed', { raw: () => Uint8Array.of(0x80) }],
    [
      'with a tag that nobody asked for',
      'vical_malformed',
      { payload: (all) => void all.set('x', new CborTag(3, Uint8Array.of(1))) },
    ],
    ['an entry without a certificate', 'vical_malformed', { entry: (all) => void all.delete('certificate') }],
    ['an entry without a key identifier', 'vical_malformed', { entry: (all) => void all.delete('ski') }],
    ['an entry for no document', 'vical_malformed', { entry: (all) => void all.set('docType', []) }],
    ['an entry for a document that is a number', 'vical_malformed', { entry: (all) => void all.set('docType', [1]) }],
    [
      'a serial number as bytes',
      'vical_malformed',
      { entry: (all) => void all.set('serialNumber', Uint8Array.of(0xa1, 1)) },
    ],
    [
      'a negative big serial number',
      'vical_malformed',
      { entry: (all) => void all.set('serialNumber', new CborTag(3, Uint8Array.of(0xa1, 1))) },
    ],
    [
      'a validity in plain text',
      'vical_malformed',
      { entry: (all) => void all.set('notAfter', '2035-11-01T00:00:00Z') },
    ],
    ['signed by another', 'vical_signature_invalid', { by: 'holder' }],
    ['without the signer’s certificate', 'vical_signature_malformed', { chain: [] }],
    ['with what is critical', 'critical_header_unsupported', { headers: new Map<number, CborInput>([[2, [99]]]) }],
    ['with a certificate that is none', 'vical_signer_not_trusted', { chain: [Uint8Array.of(1)] }],
  ])('is refused %s', async (_, code, bend) => {
    const list = await bent(bend)
    expect(await outcomeOfList(list)).toBe(code)
    expect(await decided(list)).toBe(`refused ${code}`)
  })

  it('is refused where its payload travels apart', async () => {
    const payload = parseSign1(bytes).payload as Uint8Array
    const unprotected = new Map<number, CborInput>([[33, scene.vicalSigner]])
    const apart = await signSign1(scene.signer, { payload, unprotected, detached: true, tagged: false })
    expect(await outcomeOfList(apart)).toBe('vical_signature_malformed')
  })

  it('is refused where it is signed by an algorithm that is not on the caller’s list', async () => {
    expect(await outcomeOfList(bytes, { algorithms: ['ES384'] })).toBe('algorithm_not_allowed')
  })

  it('of another byte is refused, and nobody is trusted for it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = bytes.slice()
        changed[at] = (changed[at] as number) ^ flip
        expect(await decided(changed)).toMatch(/^refused (?:vical_signature_|vical_signer_|algorithm_|critical_)/)
      }),
      { numRuns: 400 },
    )
  })

  it('that is no list at all is refused, never a throw of another kind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (any) => {
        expect(await outcomeOfList(any)).toBe('vical_signature_malformed')
        expect(await outcomeOfList(await bent({ raw: () => any }))).toBe('vical_malformed')
      }),
      { numRuns: 100 },
    )
  })

  it('beyond all size is not read', async () => {
    expect(await outcomeOfList(new Uint8Array(16_000_001))).toBe('vical_too_large')
  })
})

describe('the signer of a list', () => {
  it.each<[string, () => Promise<Partial<Parameters<typeof certificateOf>[0]>>, string]>([
    [
      'with another purpose',
      async () => ({ extensions: [signs, purpose('1.0.18013.5.1.2'), ...(await identifiers())] }),
      'certificate_usage_mismatch',
    ],
    [
      'with a purpose that is not critical',
      async () => ({ extensions: [signs, purpose('1.0.18013.5.1.8', false), ...(await identifiers())] }),
      'certificate_usage_mismatch',
    ],
    [
      'without a purpose',
      async () => ({ extensions: [signs, ...(await identifiers())] }),
      'certificate_usage_mismatch',
    ],
    [
      'that may do more than sign',
      async () => ({ extensions: [usage(3), purpose('1.0.18013.5.1.8'), ...(await identifiers())] }),
      'certificate_usage_mismatch',
    ],
    [
      'whose usage is not critical',
      async () => ({ extensions: [usage(1, false), purpose('1.0.18013.5.1.8'), ...(await identifiers())] }),
      'certificate_usage_mismatch',
    ],
    [
      'without its own key identifier',
      async () => ({ extensions: [signs, purpose('1.0.18013.5.1.8'), (await identifiers())[1]] }),
      'certificate_profile_mismatch',
    ],
    [
      'for 1,188 days',
      async () => ({ notBefore: years(-1), notAfter: new Date(years(-1).getTime() + 1_188 * 86_400_000) }),
      'certificate_profile_mismatch',
    ],
    ['that has expired', async () => ({ notAfter: new Date(now - 1000) }), 'certificate_expired'],
    ['of tomorrow', async () => ({ notBefore: new Date(now + 1000) }), 'certificate_not_yet_valid'],
    ['under another authority', async () => ({ signer: await pair('holder') }), 'certificate_authority_unknown'],
  ])('is refused %s', async (_, change, cause) => {
    const own = await certificateOf(await vicalSignerRequest(await change()))
    const list = await bent({ chain: [own] })
    const thrown = await verifyVical(list, options).catch((one: Refusal) => one)
    expect(thrown).toMatchObject({ code: 'vical_signer_not_trusted', cause: { code: cause } })
    expect(await decided(list)).toBe('refused vical_signer_not_trusted')
  })

  async function identifiers() {
    const [own, above] = (await vicalSignerRequest()).extensions.slice(2)
    return [own, above] as [Awaited<ReturnType<typeof ski>>, Awaited<ReturnType<typeof ski>>]
  }

  it('may be valid for 1,187 days', async () => {
    const notAfter = new Date(years(-1).getTime() + 1_187 * 86_400_000)
    const own = await certificateOf(await vicalSignerRequest({ notAfter }))
    expect(await outcomeOfList(await bent({ chain: [own] }))).toBe('done')
  })

  it('may be pinned itself, and may send its authority along', async () => {
    expect(await outcomeOfList(bytes, { anchors: [scene.vicalSigner] })).toBe('done')
    expect(await outcomeOfList(await bent({ chain: [scene.vicalSigner, scene.provider] }))).toBe('done')
  })

  it('is not the authority of some document for being listed', async () => {
    expect(await outcomeOfList(bytes, { anchors: [scene.authority] })).toBe('vical_signer_not_trusted')
  })

  it('is asked for its revocation list where the caller asks, once the signature holds', async () => {
    const extensions = [...(await vicalSignerRequest()).extensions, crls]
    const chain = [await certificateOf(await vicalSignerRequest({ extensions }))]
    const outcome = async (bend: Bend): Promise<readonly unknown[]> => {
      const online = contextServing({})
      return [await outcomeOfList(await bent(bend), { revocation: 'crl', context: online }), online.asked]
    }
    expect(await outcome({ chain })).toEqual(['vical_signer_not_trusted, retryable', ['https://iaca.example/crl']])
    expect(await outcome({ chain, by: 'holder' })).toEqual(['vical_signature_invalid', []])
    expect(await outcome({})).toEqual(['done', []])
    expect(await outcomeOfList(await bent({ chain }))).toBe('done')
  })
})

describe('the age of a list', () => {
  it.each<[string, number, Partial<VerifyVicalOptions>, string]>([
    ['a second before its next update', after - 1000, {}, 'done'],
    ['at its next update', after, {}, 'vical_stale, retryable'],
    ['at its next update, by a clock that may be wrong', after, { clockSkew: 1 }, 'done'],
    ['past it by less than what is tolerated', after + 59_000, { overdue: 60 }, 'done'],
    ['past it by what is tolerated', after + 60_000, { overdue: 60 }, 'vical_stale, retryable'],
    ['before it was issued', Date.parse('2026-10-31T23:59:59Z'), {}, 'vical_not_yet_issued'],
    [
      'before it was issued, by a clock that may be wrong',
      Date.parse('2026-10-31T23:59:59Z'),
      { clockSkew: 1 },
      'done',
    ],
  ])('%s', async (_, at, change, outcome) => {
    expect(await outcomeOfList(bytes, { ...change, context: contextWith(undefined, at) })).toBe(outcome)
  })

  it('ends with notAfter, whatever is tolerated', async () => {
    const list = await create(draftOf(scene, { notAfter: new Date(after + 10_000) }))
    const at = (time: number) => outcomeOfList(list, { overdue: 60, context: contextWith(undefined, time) })
    expect(await at(after + 10_000)).toBe('done')
    expect(await at(after + 11_000)).toBe('vical_stale, retryable')
  })

  it('ends after 90 days where the list names no end', async () => {
    const list = await bent({ payload: (all) => void all.delete('nextUpdate') })
    const end = Date.parse('2026-11-01T00:00:00Z') + 90 * 86_400_000
    const at = (time: number) => outcomeOfList(list, { context: contextWith(undefined, time) })
    expect(await at(end - 1000)).toBe('done')
    expect(await at(end)).toBe('vical_stale, retryable')
  })

  it('never goes back, by date or by number, and one issue is one list', async () => {
    const issue = (date: string, vicalIssueID: number | undefined, vicalProvider = 'Fixture Provider') =>
      create({
        ...draftOf(scene, { date: new Date(date), vicalProvider }),
        ...(vicalIssueID === undefined ? { vicalIssueID: undefined as never } : { vicalIssueID }),
      })
    const second = await issue('2026-11-15T00:00:00Z', 8)
    const outcomes = async (...lists: Uint8Array[]): Promise<string> => {
      const sequences = memorySequenceStore()
      let last = ''
      for (const list of lists) last = await outcomeOfList(list, { sequences, name: 'a' })
      return last
    }
    expect(await outcomes(bytes, second, second)).toBe('done')
    expect(await outcomes(second, bytes)).toBe('vical_rolled_back, retryable')
    expect(await outcomes(second, await issue('2026-11-14T23:59:59Z', 9))).toBe('vical_rolled_back, retryable')
    expect(await outcomes(second, await issue('2026-11-16T00:00:00Z', 7))).toBe('vical_rolled_back, retryable')
    expect(await outcomes(second, await issue('2026-11-16T00:00:00Z', 8))).toBe('vical_issue_repeated')
    expect(await outcomes(second, await issue('2026-11-15T00:00:00Z', 9))).toBe('done')
    const plain = await issue('2026-11-15T00:00:00Z', undefined)
    expect(await outcomes(plain, plain)).toBe('done')
    expect(await outcomes(plain, await issue('2026-11-15T00:00:00Z', undefined, 'Other'))).toBe('vical_issue_repeated')
    expect(await outcomes(plain, await issue('2026-11-14T00:00:00Z', undefined))).toBe('vical_rolled_back, retryable')
  })

  it('does not come into a memory before its signature holds and its age is right', async () => {
    const sequences = memorySequenceStore()
    const forged = await bent({ by: 'holder', payload: (all) => void all.set('vicalIssueID', 99) })
    expect(await outcomeOfList(forged, { sequences })).toBe('vical_signature_invalid')
    const early = await bent({ payload: (all) => void all.set('date', new CborTag(0, '2026-12-02T00:00:00Z')) })
    expect(await outcomeOfList(early, { sequences })).toBe('vical_not_yet_issued')
    expect(await outcomeOfList(bytes, { sequences })).toBe('done')
  })
})

describe('a listed authority', () => {
  it('is believed for the documents for which it is listed, and leaves plain evidence', async () => {
    const decision = await decided(bytes)
    expect(decision).toMatchObject({
      trusted: true,
      evidence: [
        { kind: 'vical-entry', docTypes: [licence], issuingAuthority: 'Fixture DMV', issuingCountry: 'UT' },
        {
          kind: 'vical',
          provider: 'Fixture Provider',
          issueId: 7,
          date: '2026-11-01T00:00:00Z',
          nextUpdate: '2027-02-01T00:00:00Z',
          signedBy: { kind: 'certificate-path', profile: 'iso-mdoc-vical-signer' },
        },
      ],
    })
    expect(structuredClone(decision)).toEqual(decision)
    const trust = vical(vicalOptions(scene, { bytes }))
    const [candidate] = await trust.findKeys(mdocRequest(scene), context)
    expect(candidate).toMatchObject({
      issuer: 'CN=Fixture DS,C=UT',
      evidence: { kind: 'certificate-path', profile: 'iso-mdoc-document-signer' },
      certificate: { country: 'UT' },
    })
  })

  it('is not for other documents, nor for what else a document says it is', async () => {
    expect(await decided(bytes, { type: photoId })).toEqual(untrusted('vical_doc_type_not_listed'))
    expect(await decided(bytes, { type: undefined })).toEqual(untrusted('vical_doc_type_not_listed'))
    expect(await decided(bytes, { otherTypes: [photoId] })).toEqual(untrusted('vical_doc_type_not_listed'))
    const both = await create(draftOf(scene, {}, { docType: [licence, photoId] }))
    expect(await decided(both, { type: photoId })).toMatchObject({ trusted: true })
  })

  it('that stands in several entries is believed for each of them, by itself', async () => {
    const list = await bent({
      payload: (all) => {
        const [entry] = all.get('certificateInfos') as readonly ReadonlyMap<CborValue, CborInput>[]
        const other = new Map(entry).set('docType', [photoId])
        const false_ = new Map(entry).set('docType', ['a']).set('ski', Uint8Array.of(1))
        all.set('certificateInfos', [false_, entry as ReadonlyMap<CborInput, CborInput>, other])
      },
    })
    expect(await decided(list)).toMatchObject({ trusted: true })
    expect(await decided(list, { type: photoId })).toMatchObject({ trusted: true })
    expect(await decided(list, { type: 'a' })).toEqual(untrusted('vical_entry_inconsistent'))
  })

  it.each<[string, (members: Map<CborValue, CborInput>) => void]>([
    ['key identifier', (all) => void all.set('ski', new Uint8Array(20))],
    ['serial number', (all) => void all.set('serialNumber', new CborTag(2, Uint8Array.of(0xa1, 2)))],
    ['issuer', (all) => void all.set('issuer', Uint8Array.of(0x30, 0))],
    ['subject', (all) => void all.set('subject', Uint8Array.of(0x30, 0))],
    ['begin', (all) => void all.set('notBefore', new CborTag(0, '2020-01-01T00:00:00Z'))],
    ['end', (all) => void all.set('notAfter', new CborTag(0, '2050-01-01T00:00:00Z'))],
  ])('with another %s than its certificate has is not believed', async (_, entry) => {
    const list = await bent({ entry })
    expect(await outcomeOfList(list)).toBe('done')
    expect(await decided(list)).toEqual(untrusted('vical_entry_inconsistent'))
  })

  it('is believed for what its certificateProfile says', async () => {
    const listed = (...certificateProfile: string[]) => create(draftOf(scene, {}, { certificateProfile }))
    expect(await decided(await listed('1.0.18013.5.1.2'))).toMatchObject({ trusted: true })
    expect(await decided(await listed('urn:oid:1.0.18013.5.1.8', 'urn:oid:1.0.18013.5.1.7'))).toMatchObject({
      trusted: true,
    })
    const reader = await listed('1.0.18013.5.1.6')
    expect(await decided(reader)).toEqual(untrusted('vical_profile_not_accepted'))
    expect(await decided(reader, {}, { certificateProfiles: ['urn:oid:1.0.18013.5.1.6'] })).toMatchObject({
      trusted: true,
    })
  })

  it('whose certificate cannot be read is nobody, and the others hold', async () => {
    const list = await bent({
      payload: (all) => {
        const [entry] = all.get('certificateInfos') as readonly ReadonlyMap<CborValue, CborInput>[]
        const unreadable = new Map(entry).set('certificate', Uint8Array.of(0x30, 0))
        all.set('certificateInfos', [unreadable, entry as ReadonlyMap<CborInput, CborInput>])
      },
    })
    expect(await decided(list)).toMatchObject({ trusted: true })
  })

  it('signs documents with signers of the profile, and of its own key', async () => {
    const longLived = await certificateOf(await documentSignerRequest({ notAfter: years(1) }))
    expect(await decided(bytes, { certificates: [longLived] })).toBe('refused certificate_profile_mismatch')
    const generic = { profile: 'generic' } as const
    expect(await decided(bytes, { certificates: [longLived] }, generic)).toMatchObject({ trusted: true })
    const { extensions } = await documentSignerRequest()
    const forged = await certificateOf(await documentSignerRequest({ signer: await pair('second-issuer'), extensions }))
    expect(await decided(bytes, { certificates: [forged] })).toBe('refused certificate_signature_invalid')
    const unknown = await certificateOf(await documentSignerRequest({ signer: await pair('second-issuer') }))
    expect(await decided(bytes, { certificates: [unknown] })).toBe('refused certificate_authority_unknown')
    const nameless = await certificateOf(
      await documentSignerRequest({ extensions: extensions.filter(({ type }) => type !== '2.5.29.35') }),
    )
    expect(await decided(bytes, { certificates: [nameless] }, generic)).toMatchObject({ trusted: true })
    expect(await decided(bytes, { certificates: [scene.documentSigner, scene.authority] })).toMatchObject({
      trusted: true,
    })
    expect(await decided(bytes, { certificates: [scene.authority] })).toBe('refused certificate_anchor_included')
    expect(await decided(bytes, { certificates: [Uint8Array.of(1)] })).toBe('refused certificate_malformed')
  })

  it('is asked for its revocation list where the caller asks, and only then', async () => {
    const request = mdocRequest(scene)
    const online = contextServing({})
    const trust = vical({ ...vicalOptions(scene, { bytes }), revocation: 'crl' })
    const [candidate] = await trust.findKeys(request, online)
    expect(online.asked).toEqual([])
    expect(await trust.decide(request, candidate as never, online)).toMatchObject({
      trusted: false,
      code: 'retrieval_unreachable',
      retryable: true,
    })
  })

  it('is asked for mdocs alone, and a key of elsewhere is not its own', async () => {
    expect(await decided(bytes, { format: 'dc+sd-jwt' })).toBe('none')
    expect(await decided(bytes, { purpose: 'status' })).toBe('none')
    expect(await decided(bytes, { certificates: [] })).toBe('none')
    expect(await decided(bytes, { algorithms: ['ES384'] })).toBe('none')
    const trust = vical(vicalOptions(scene, { bytes }))
    const other = vical(vicalOptions(scene, { bytes }))
    const [candidate] = await other.findKeys(mdocRequest(scene), context)
    expect(await trust.decide(mdocRequest(scene), candidate as never, context)).toEqual(untrusted('issuer_not_trusted'))
  })
})

describe('a list at a URL', () => {
  const url = 'https://vical.example/latest'

  it('is fetched each time that it is asked for, and verified anew when it changes', async () => {
    const documents: Record<string, Uint8Array> = { [url]: bytes }
    const online = contextServing(documents)
    const trust = vical(vicalOptions(scene, { url }))
    const find = () => outcomeOf(() => trust.findKeys(mdocRequest(scene), online))
    expect(await find()).toBe('done')
    documents[url] = await bent({ by: 'holder', payload: (all) => void all.set('vicalIssueID', 8) })
    expect(await find()).toBe('vical_signature_invalid')
    const { authority } = { authority: await certificateOf(await authorityRequest({ key: await pair('attacker') })) }
    documents[url] = await create(draftOf({ authority }, { vicalIssueID: 8, date: new Date('2026-11-20T00:00:00Z') }))
    expect(await find()).toBe('certificate_authority_unknown')
    documents[url] = bytes
    expect(await find()).toBe('vical_rolled_back, retryable')
    expect(online.asked).toHaveLength(4)
    expect(await trust.findKeys(mdocRequest(scene, { format: 'dc+sd-jwt' }), online)).toEqual([])
    expect(online.asked).toHaveLength(4)
    expect(await outcomeOf(() => trust.findKeys(mdocRequest(scene), contextServing({})))).toBe(
      'retrieval_unreachable, retryable',
    )
    expect(await outcomeOf(() => trust.findKeys(mdocRequest(scene), context))).toBe('retrieval_unavailable')
  })

  it('that was good goes stale, and is good again with its next issue', async () => {
    const trust = vical(vicalOptions(scene, { url }))
    const find = (list: Uint8Array, at: number) =>
      outcomeOf(() => trust.findKeys(mdocRequest(scene), contextServing({ [url]: list }, at)))
    expect(await find(bytes, now)).toBe('done')
    expect(await find(bytes, after)).toBe('vical_stale, retryable')
    const next = {
      date: new Date('2027-01-20T00:00:00Z'),
      vicalIssueID: 8,
      nextUpdate: new Date('2027-04-01T00:00:00Z'),
    }
    expect(await find(await create(draftOf(scene, next), after), after)).toBe('done')
  })

  it('is not believed beyond the time of its signer, within the hour for which it is remembered', async () => {
    const notAfter = new Date(now + 60_000)
    const own = await certificateOf(await vicalSignerRequest({ notAfter }))
    const list = await bent({ chain: [own] })
    const trust = vical(vicalOptions(scene, { bytes: list }))
    const at = (time: number) => outcomeOf(() => trust.findKeys(mdocRequest(scene), contextWith(undefined, time)))
    expect(await at(now)).toBe('done')
    expect(await at(now + 61_000)).toBe('vical_signer_not_trusted')
  })

  it('that is overdue and tolerated says so', async () => {
    const later = contextWith(undefined, after + 1000)
    const trust = vical({ ...vicalOptions(scene, { bytes }), overdue: 60 })
    const [candidate] = await trust.findKeys(mdocRequest(scene), later)
    expect(await trust.decide(mdocRequest(scene), candidate as never, later)).toMatchObject({
      trusted: true,
      evidence: [{}, { kind: 'vical', overdue: true }],
    })
  })

  it('given as bytes does not change with them', async () => {
    const given = bytes.slice()
    const trust = vical(vicalOptions(scene, { bytes: given }))
    given.fill(0)
    expect(await trust.findKeys(mdocRequest(scene), context)).toHaveLength(1)
  })
})

describe('a list of thousands of authorities', () => {
  /** The same certificate with another serial number and key identifier: nobody asks who signed an authority. */
  const authorities = (count: number): Uint8Array[] => {
    const at = Buffer.from(scene.authority).indexOf(Buffer.from('00a101', 'hex'))
    const identifier = Buffer.from(scene.authority).indexOf(Buffer.from('0603551d0e', 'hex')) + 9
    return Array.from({ length: count }, (_, i) => {
      const one = scene.authority.slice()
      for (const place of [at + 1, identifier]) {
        one[place] = 0x80 | (i >> 8)
        one[place + 1] = i & 0xff
      }
      return one
    })
  }
  const listOf = (count: number): Promise<Uint8Array> =>
    create(
      draftOf(scene, {
        certificateInfos: [...authorities(count), scene.authority].map((certificate) => ({
          certificate,
          docType: [licence],
        })),
      }),
    )

  it('is read within the time of a test, and asking it again does not read it again', async () => {
    const trust = vical(vicalOptions(scene, { bytes: await listOf(8_000) }))
    for (let i = 0; i < 2_000; i++) expect(await trust.findKeys(mdocRequest(scene), context)).toHaveLength(1)
  })
})

describe('a writer of lists of authorities', () => {
  it.each<[string, () => VicalDraft, string]>([
    ['a misspelt name', () => draftOf(scene, { vicalProvidr: 'x' } as never), 'vical_malformed'],
    ['a misspelt name of an entry', () => draftOf(scene, {}, { docTypes: [licence] } as never), 'vical_malformed'],
    ['a name of Object.prototype', () => JSON.parse('{"__proto__": {}}'), 'vical_malformed'],
    ['an authority for no document', () => draftOf(scene, {}, { docType: [] }), 'vical_malformed'],
    ['a certificate that is none', () => draftOf(scene, {}, { certificate: Uint8Array.of(0) }), 'vical_malformed'],
    [
      'an authority twice',
      () => draftOf(scene, { certificateInfos: [1, 2].map(() => draftOf(scene).certificateInfos[0] as never) }),
      'vical_malformed',
    ],
    ['a provider without a name', () => draftOf(scene, { vicalProvider: '' }), 'vical_malformed'],
    ['text that is none', () => draftOf(scene, { vicalProvider: '\ud800' }), 'vical_malformed'],
    ['a date as text', () => draftOf(scene, { date: '2026-11-01T00:00:00Z' as never }), 'vical_malformed'],
    ['a date that is none', () => draftOf(scene, { date: new Date(Number.NaN) }), 'vical_malformed'],
    ['a number with a fraction', () => draftOf(scene, { vicalIssueID: 1.5 }), 'vical_malformed'],
    ['a list that is out of date', () => draftOf(scene, { nextUpdate: new Date(now) }), 'vical_stale'],
    ['a list that is over', () => draftOf(scene, { notAfter: new Date(now - 1000) }), 'vical_stale'],
    ['a list of tomorrow', () => draftOf(scene, { date: new Date(now + 86_400_000) }), 'vical_not_yet_issued'],
  ])('refuses %s', async (_, draft, code) => {
    expect(await outcomeOf(() => create(draft()))).toBe(code)
  })

  it('refuses an authority without a key identifier, and says where the fault is', async () => {
    const { extensions } = await authorityRequest()
    const certificate = await certificateOf(await authorityRequest({ extensions: extensions.slice(0, 2) }))
    await expect(create(draftOf(scene, {}, { certificate }))).rejects.toMatchObject({
      code: 'vical_malformed',
      path: ['certificateInfos', 0, 'certificate'],
    })
  })

  it('writes the same bytes of CBOR whatever the order of the draft', async () => {
    const draft = draftOf(scene)
    const reversed = Object.fromEntries(Object.entries(draft).reverse()) as unknown as VicalDraft
    const [one, other] = [parseSign1(bytes).payload, parseSign1(await create(reversed)).payload]
    expect(other).toEqual(one)
  })

  it('takes the options that there are', async () => {
    const given = { signer: scene.signer, certificates: [scene.vicalSigner], context }
    const wrong = [
      { ...given, expires: 1 },
      { ...given, certificates: [] },
      { ...given, certificates: [scene.authority] },
      { ...given, certificates: [Uint8Array.of(1)] },
      { ...given, signer: {} },
      { ...given, context: {} },
    ]
    for (const one of wrong) await expect(createVical(draftOf(scene), one as never)).rejects.toThrow(TypeError)
    await expect(createVical(null as never, given)).rejects.toThrow(TypeError)
  })
})

describe('options', () => {
  it('are those that there are', async () => {
    const wrong = [
      { anchors: [] },
      { anchors: undefined },
      { anchors: [Uint8Array.of(1)] },
      { algorithms: ['none'] },
      { overdue: -1 },
      { clockSkew: Number.NaN },
      { revocation: true },
      { name: 1 },
      { overdu: 1 },
    ]
    for (const one of wrong) {
      await expect(verifyVical(bytes, { ...options, ...one } as never), JSON.stringify(one)).rejects.toThrow(TypeError)
      expect(() => vical({ ...vicalOptions(scene, { bytes }), ...one } as never), JSON.stringify(one)).toThrow(
        TypeError,
      )
    }
    for (const one of [
      { list: {} },
      { list: { url: 'http://a.example' } },
      { list: undefined },
      { profile: 'mdoc' },
      { certificateProfiles: [] },
    ]) {
      expect(() => vical({ ...vicalOptions(scene, { bytes }), ...one } as never), JSON.stringify(one)).toThrow(
        TypeError,
      )
    }
    await expect(verifyVical('' as never, options)).rejects.toThrow(TypeError)
    await expect(verifyVical(bytes, { anchors: [scene.provider] } as never)).rejects.toThrow(TypeError)
  })
})
