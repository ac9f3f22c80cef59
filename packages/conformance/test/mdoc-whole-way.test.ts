import { readFileSync } from 'node:fs'
import { bearer, type Challenge, type Trust } from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import { keyAgreementFromJwk } from '@hashikake/crypto/key-agreement'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { CborFloat, CborTag } from '@hashikake/encoding/cbor'
import { type HeldCredential, inspect, present, receive, type Selection } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { interop, issuance, joinDeviceResponses, type MdocDraft, presentation, verification } from '@hashikake/mdoc'
import { anchors } from '@hashikake/trust'
import { ignoreStatus, type VerifyOptions, verify, verifyPresentation } from '@hashikake/verifier'
import { describe, expect, it } from 'vitest'

const at = Date.parse('2026-12-01T12:00:00Z')
const context: Context = defaultContext({ now: () => at })
const read = (name: string): never =>
  JSON.parse(readFileSync(new URL(`../../../test-vectors/keys/${name}.json`, import.meta.url), 'utf8')) as never
const der = (name: string): Uint8Array => Uint8Array.from(Buffer.from(read('certificates')[name] as string, 'base64'))
const issuer = {
  signer: await signerFromJwk((read('issuer') as { key: object }).key),
  certificates: [der('issuer')],
}
const trust: Trust = anchors([der('authority')], { profile: 'generic', binding: 'none' })
const holder = await engine.generateKey('ES256')
const holderSigner = await engine.signer(holder.privateKey, 'ES256')
const reader = await engine.generateKey('ES256')
const docType = 'example.registrar.degree.1'
const degree = 'example.registrar.degree.1.award'
const person = 'org.iso.23220.1'
const challenge: Challenge = {
  protocol: 'openid4vp',
  clientId: 'x509_san_dns:admissions.example',
  nonce: 'n-0S6_WzA2Mj',
  responseUri: 'https://admissions.example/answers',
}

const draft: MdocDraft = {
  docType,
  namespaces: {
    [person]: {
      family_name: '鈴木',
      birth_date: new CborTag(1004, '1999-04-01'),
      age_over_18: true,
      age_over_25: true,
    },
    [degree]: { title: 'Master of Engineering', gpa: new CborFloat(3), photo: new Uint8Array([1, 2, 3]), credits: 30 },
  },
  holderKey: holder.publicKey,
  expires: new Date('2027-06-01T00:00:00Z'),
  keyAuthorizations: { elements: { [degree]: ['seen'] } },
  decoys: 2,
}

async function hold(change: Partial<MdocDraft> = {}): Promise<HeldCredential> {
  const encoded = await issue({ ...draft, ...change }, { format: issuance(), issuer, context })
  const received = await receive(encoded, { formats: [presentation()], trust, holderKey: holder.publicKey, context })
  if (!received.accepted) throw new Error(`not received: ${received.code}`)
  return received.credential
}

const held = await hold()
const selection: Selection = { credential: held, disclose: [[degree, 'title']], signer: holderSigner }

async function show(
  change: Partial<Selection> = {},
  asked: Challenge | typeof bearer = challenge,
): Promise<Uint8Array> {
  const [shown] = await present([{ ...selection, ...change }], {
    formats: [presentation()],
    challenge: asked,
    readerKey: reader.publicKey as PublicJwk,
    context,
  })
  return shown as Uint8Array
}

const options = { formats: [verification()], trust, challenge, status: ignoreStatus, context } as const
type Change = Partial<VerifyOptions<ReturnType<typeof verification>>>

async function outcome(input: string | Uint8Array, change: Change = {}): Promise<string> {
  const result = await verify(input, { ...options, ...change })
  return result.accepted ? 'accepted' : `${result.stage} ${result.code}`
}

describe('an mdoc', () => {
  it('is issued, received, shown in part and verified', async () => {
    const result = await verify(await show(), options)
    expect(result).toMatchObject({
      accepted: true,
      credential: {
        format: 'mso_mdoc',
        type: docType,
        claims: { [degree]: { title: 'Master of Engineering' } },
        holderKey: holder.publicKey,
        disclosed: [[degree, 'title']],
        validity: { issuedAt: at / 1000, notBefore: at / 1000, validUntil: Date.parse('2027-06-01T00:00:00Z') / 1000 },
        status: 'not_checked',
      },
    })
    expect(held.claims).toEqual({
      [person]: { family_name: '鈴木', birth_date: '1999-04-01', age_over_18: true, age_over_25: true },
      [degree]: { title: 'Master of Engineering', gpa: 3, photo: new Uint8Array([1, 2, 3]), credits: 30 },
    })
  })

  it('comes in base64url as well, and is one credential either way', async () => {
    const text = Buffer.from(await show()).toString('base64url')
    expect(await outcome(text)).toBe('accepted')
  })

  it('shows a whole namespace, and of the ages the nearest', async () => {
    const shown = await verify(await show({ disclose: [[degree], [person, 'age_over_20']] }), options)
    expect(shown.accepted && shown.credential.claims).toEqual({
      [degree]: held.claims[degree],
      [person]: { age_over_25: true },
    })
    for (const path of [[degree, 'none'], ['none'], [degree, 'title', 0], [null], [person, 'age_over_30']]) {
      await expect(show({ disclose: [path] })).rejects.toMatchObject({ code: 'path_unmatched' })
    }
  })

  it('without a challenge is a bearer’s, and an answer to one is not', async () => {
    const bare = await show({}, bearer)
    expect(await outcome(bare, { challenge: bearer })).toBe('accepted')
    expect(await outcome(bare)).toBe('parse device_authentication_missing')
    expect(await outcome(await show(), { challenge: bearer })).toBe('parse device_response_unexpected')
    const direct = { protocol: 'direct', audience: 'https://admissions.example', nonce: 'n-0S6_WzA2Mj' } as const
    expect(await outcome(await show(), { challenge: direct })).toBe('parse challenge_unsupported')
  })

  it('answers its own session alone', async () => {
    const change = {
      nonce: 'n-1S6_WzA2Mj',
      clientId: 'x509_san_dns:other.example',
      responseUri: 'https://other.example/',
    }
    for (const [name, value] of Object.entries(change)) {
      const other = { ...challenge, [name]: value } as Challenge
      expect(await outcome(await show(), { challenge: other })).toBe('authenticate device_signature_invalid')
    }
  })

  it('is shown with a MAC where both sides have keys that agree', async () => {
    const { signer: _, ...rest } = selection
    const [mac] = await present([{ ...rest, keyAgreement: keyAgreementFromJwk(holder.privateKey) }], {
      formats: [presentation()],
      challenge,
      readerKey: reader.publicKey,
      context,
    })
    const readerKey = keyAgreementFromJwk(reader.privateKey)
    expect(await outcome(mac as Uint8Array, { readerKey })).toBe('accepted')
    expect(await outcome(mac as Uint8Array)).toBe('authenticate device_mac_invalid')
    await expect(show({ keyAgreement: keyAgreementFromJwk(holder.privateKey) })).rejects.toThrow(TypeError)
  })

  it('says what its holder vouches for, where the issuer left it to the holder', async () => {
    const result = await verify(await show({ holderClaims: { [degree]: { seen: true } } }), options)
    expect(result).toMatchObject({
      accepted: true,
      credential: {
        claims: { [degree]: { title: 'Master of Engineering', seen: true } },
        disclosed: [[degree, 'title']],
        holderSigned: [[degree, 'seen']],
      },
    })
    await expect(show({ holderClaims: { [degree]: { title: 'Doctor' } } })).rejects.toMatchObject({
      code: 'device_element_unauthorized',
    })
  })

  it('comes with others in one answer, which is taken apart', async () => {
    const answer = joinDeviceResponses([await show(), await show({ disclose: [[person, 'family_name']] })])
    expect(await outcome(answer)).toBe('parse mdoc_several_documents')
    const result = await verifyPresentation(answer, { ...options, sameHolder: 'required' })
    expect(result.accepted).toBe(true)
    expect(result.parts.map((part) => part.accepted && part.credential.claims)).toEqual([
      { [degree]: { title: 'Master of Engineering' } },
      { [person]: { family_name: '鈴木' } },
    ])
    const strict = await verifyPresentation(answer, { ...options, formats: [verification({ profile: 'haip-1.0' })] })
    expect(strict.parts).toMatchObject([{ accepted: false, code: 'mdoc_several_documents' }])
  })

  it('comes with others in an answer whose head is too long, where that is tolerated, and says so', async () => {
    const answer = joinDeviceResponses([await show(), await show({ disclose: [[person, 'family_name']] })])
    expect(answer[0]).toBe(0xa3)
    const long = Uint8Array.from([0xb8, 3, ...answer.subarray(1)])
    const strict = await verifyPresentation(long, options)
    expect(strict.parts).toMatchObject([{ accepted: false, stage: 'parse', code: 'cbor_not_minimal' }])
    const lenient = await verifyPresentation(long, { ...options, leniencies: [interop] })
    const weakenings = expect.arrayContaining([interop])
    expect(lenient).toMatchObject({ accepted: true, parts: [{ weakenings }, { weakenings }] })
    const short = await verifyPresentation(answer, { ...options, leniencies: [interop] })
    expect(short.parts.flatMap((part) => part.weakenings)).not.toContain(interop)
  })

  it('holds until its last second, and not before its first', async () => {
    const shown = await show()
    const when = (text: string): Context => defaultContext({ now: () => Date.parse(text) })
    const at = async (text: string): Promise<string> =>
      outcome(shown, { context: when(text), trust: pinned(), challenge })
    expect(await at('2027-06-01T00:00:00Z')).toBe('accepted')
    expect(await at('2027-06-01T00:00:00.001Z')).toBe('policy expired')
    expect(await at('2026-12-01T11:59:59Z')).toBe('policy not_yet_valid')
  })

  it('is laid open with its digests and what they cover', async () => {
    const inspection = await inspect(held.encoded, { formats: [presentation()], context })
    expect(inspection.unmatchedDigests).toBe(4)
    expect(inspection.notation).toContain('"elementValue": 1004("1999-04-01")')
    expect(inspection.notation).toContain('"elementValue": 3.0')
    expect(inspection.notation).toMatch(/\/ as signed, digest \d+ \/ 24\(<<\{/)
    expect(inspection.notation).toMatch(/\d+: \/ covers "family_name" \/ h'[0-9a-f]{64}'/)
  })

  it('has identifiers that tell neither which element nor in which order', async () => {
    const orders = new Set<string>()
    for (let i = 0; i < 20; i++) {
      const { notation } = await inspect((await hold()).encoded, { formats: [presentation()], context })
      orders.add([...(notation as string).matchAll(/"elementIdentifier": "(\w+)"/g)].map(([, name]) => name).join())
    }
    expect(orders.size).toBeGreaterThan(10)
  })
})

function pinned(): Trust {
  const key = issuer.signer.publicKey
  return {
    findKeys: () => [{ key, evidence: { kind: 'pinned-key' } }],
    decide: () => ({ trusted: true }),
  }
}
