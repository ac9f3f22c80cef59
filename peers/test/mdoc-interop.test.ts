import type { Challenge, ClaimPath } from '@hashikake/credential'
import { publicKeyToCose } from '@hashikake/crypto/cose'
import { engine } from '@hashikake/crypto/engine'
import { keyAgreementFromJwk } from '@hashikake/crypto/key-agreement'
import { CborTag, encodeCbor } from '@hashikake/encoding/cbor'
import { present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import * as mdoc from '@hashikake/mdoc'
import { anchors } from '@hashikake/trust'
import { ignoreStatus, verify } from '@hashikake/verifier'
import { afterAll, describe, expect, it } from 'vitest'
import { certifyDocumentSigner } from './document-signer.ts'
import { type MdocPeer, startPeer } from './mdoc-process.ts'

const docType = 'org.iso.18013.5.1.mDL'
const namespace = 'org.iso.18013.5.1'
const elements = {
  family_name: 'Exemplar',
  given_name: 'Testa',
  birth_date: '1998-02-03',
  issuing_country: 'JP',
  document_number: 'SPECIMEN-1',
  height: 170,
  age_over_18: true,
}
const asked = ['family_name', 'birth_date', 'age_over_18'] as const
const shown = { [namespace]: { family_name: 'Exemplar', birth_date: '1998-02-03', age_over_18: true } }
const paths: readonly ClaimPath[] = asked.map((name) => [namespace, name])
const challenge: Challenge = {
  protocol: 'openid4vp',
  clientId: 'x509_san_dns:verifier.example',
  nonce: 'n-0S6_WzA2Mj-peers',
  responseUri: 'https://verifier.example/answers',
}
const other: Challenge = { ...challenge, nonce: 'n-1S6_WzA2Mk-peers' }
const transcript = mdoc.sessionTranscriptOf(challenge, { engine })
const foreign = mdoc.sessionTranscriptOf(other, { engine })

const issuer = await engine.generateKey('ES256')
const holder = await engine.generateKey('ES256')
const reader = await engine.generateKey('ES256')
const issuerSigner = await engine.signer(issuer.privateKey, 'ES256')
const holderSigner = await engine.signer(holder.privateKey, 'ES256')
const { certificate, authority } = await certifyDocumentSigner(issuer)
const trust = anchors([authority], { profile: 'iso-mdoc-document-signer', binding: 'none' })
const second = Math.floor(Date.now() / 1000) * 1000
const validity = {
  signed: new Date(second).toISOString(),
  validFrom: new Date(second).toISOString(),
  validUntil: new Date(second + 86_400_000).toISOString(),
}
const now = new Date(second + 1_000).toISOString()
const formats = [mdoc.presentation()] as const
const options = { formats: [mdoc.verification()], trust, challenge, status: ignoreStatus } as const

const toIssue = {
  docType,
  namespaces: { [namespace]: elements },
  days: ['birth_date'],
  validity,
  issuerKey: issuer.privateKey,
  holderKey: holder.publicKey,
  certificate,
}
const toPresent = { docType, disclose: { [namespace]: asked }, transcript, holderKey: holder.privateKey }
const toVerify = { transcript, authority, now }

const issuedHere = (): Promise<Uint8Array> =>
  issue(
    {
      docType,
      namespaces: { [namespace]: { ...elements, birth_date: new CborTag(1004, elements.birth_date) } },
      holderKey: holder.publicKey,
      expires: new Date(second + 86_400_000),
      decoys: 3,
    },
    { format: mdoc.issuance(), issuer: { signer: issuerSigner, certificates: [certificate] } },
  )

async function presentedHere(encoded: Uint8Array): Promise<Uint8Array> {
  const selection = { credential: { format: 'mso_mdoc', encoded }, disclose: paths, signer: holderSigner }
  const [presented] = await present([selection], { formats, challenge })
  return presented as Uint8Array
}

/** All of it by strict reading: neither needs a leniency, given keys that have an algorithm and a name. */
describe.each(['@owf/mdoc', '@auth0/mdl'])('with %s', (name) => {
  const peer: MdocPeer = startPeer(name)
  afterAll(() => peer.end())
  const issuedThere = (more: object = {}): Promise<Uint8Array> => peer.make('issue', { ...toIssue, ...more })

  it('what it issues, we receive, whole', async () => {
    const encoded = await issuedThere()
    const received = await receive(encoded, { formats, trust, holderKey: holder.publicKey })
    expect(received).toMatchObject({ accepted: true, credential: { claims: { [namespace]: elements } } })
  })

  it('what it issues and presents we accept: what was shown, and no more', async () => {
    const presented = await peer.make('present', { ...toPresent, issuerSigned: await issuedThere() })
    const result = await verify(presented, options)
    expect(result).toMatchObject({ accepted: true, weakenings: ['ignoreStatus'] })
    if (result.accepted) expect(result.credential.claims).toEqual(shown)
    expect(await verify(presented, { ...options, challenge: other })).toMatchObject({
      stage: 'authenticate',
      code: 'device_signature_invalid',
    })
  })

  it('what it issues we present, and it accepts', async () => {
    const deviceResponse = await presentedHere(await issuedThere())
    expect(await peer.ask('verify', { ...toVerify, deviceResponse })).toEqual({ bytes: null })
    const refused = await peer.ask('verify', { ...toVerify, deviceResponse, transcript: foreign })
    expect(refused).toMatchObject({ refusal: expect.stringMatching(/signature/i) })
  })

  it('what we issue it presents, and we accept', async () => {
    const presented = await peer.make('present', { ...toPresent, issuerSigned: await issuedHere() })
    const result = await verify(presented, options)
    expect(result).toMatchObject({ accepted: true })
    if (result.accepted) expect(result.credential.claims).toEqual(shown)
  })

  it('what we issue and present it accepts, and refuses for another session', async () => {
    const deviceResponse = await presentedHere(await issuedHere())
    expect(await peer.ask('verify', { ...toVerify, deviceResponse })).toEqual({ bytes: null })
    const refused = await peer.ask('verify', { ...toVerify, deviceResponse, transcript: foreign })
    expect(refused).toMatchObject({ refusal: expect.stringMatching(/signature/i) })
  })
})

describe('what only one of them can', () => {
  const owf = startPeer('@owf/mdoc')
  const auth0 = startPeer('@auth0/mdl')
  afterAll(() => {
    owf.end()
    auth0.end()
  })

  it('@owf/mdoc takes what we hand over to a holder', async () => {
    expect(await owf.ask('receive', { issuerSigned: await issuedHere(), authority, now })).toEqual({ bytes: null })
  })

  it('@owf/mdoc draws identifiers up to 2^32, of which we take those below 2^31', async () => {
    const encoded = await owf.make('issue', { ...toIssue, bounded: false })
    const received = await receive(encoded, { formats, trust, holderKey: holder.publicKey })
    expect(received).toMatchObject({ accepted: false, stage: 'parse', code: 'mdoc_malformed' })
  })

  it('@auth0/mdl proves the key by a MAC, and we check it', async () => {
    const readerKey = encodeCbor(publicKeyToCose(reader.publicKey))
    const issuerSigned = await auth0.make('issue', toIssue)
    const presented = await auth0.make('present', { ...toPresent, issuerSigned, readerKey })
    const withKey = { ...options, readerKey: keyAgreementFromJwk(reader.privateKey) }
    expect(await verify(presented, withKey)).toMatchObject({ accepted: true })
    expect(await verify(presented, { ...withKey, readerKey: keyAgreementFromJwk(holder.privateKey) })).toMatchObject({
      stage: 'authenticate',
      code: 'device_mac_invalid',
    })
  })

  it('@auth0/mdl checks the MAC by which we prove the key; @owf/mdoc refuses every MAC', async () => {
    const selection = {
      credential: { format: 'mso_mdoc', encoded: await issuedHere() },
      disclose: paths,
      keyAgreement: keyAgreementFromJwk(holder.privateKey),
    }
    const [deviceResponse] = await present([selection], { formats, challenge, readerKey: reader.publicKey })
    const given = { ...toVerify, deviceResponse, readerKey: reader.privateKey }
    expect(await auth0.ask('verify', given)).toEqual({ bytes: null })
    expect(await auth0.ask('verify', { ...given, transcript: foreign })).toMatchObject({ refusal: expect.any(String) })
    expect(await owf.ask('verify', given)).toMatchObject({ refusal: expect.stringContaining('MAC must use alg 5') })
  })
})
