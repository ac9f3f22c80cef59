import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { engine } from '@hashikake/crypto/engine'
import { annexBTranscript, annexCTranscript, sessionTranscriptOf } from '@hashikake/mdoc'
import { describe, expect, it } from 'vitest'

const path = fileURLToPath(new URL('../../../../shared/vectors/mdoc/session-transcripts.json', import.meta.url))
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

// The vectors are others', and not part of a checkout.
describe.skipIf(!existsSync(path))('the transcripts of OpenID4VP 1.0 and ISO/IEC TS 18013-7', () => {
  const vectors = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}

  it('are those that others computed', () => {
    const { clientId, nonce, responseUri, origin, encryptionJwkThumbprintHex } = vectors.openid4vp
    const encryptionKeyThumbprint = new Uint8Array(Buffer.from(encryptionJwkThumbprintHex, 'hex'))
    const common = { nonce, encryptionKeyThumbprint }
    const redirect = sessionTranscriptOf({ protocol: 'openid4vp', clientId, responseUri, ...common }, { engine })
    expect(hex(redirect)).toBe(vectors.openid4vpHandoverHex)
    const browser = sessionTranscriptOf({ protocol: 'openid4vp-dc-api', origin, ...common }, { engine })
    expect(hex(browser)).toBe(vectors.openid4vpDcApiHandoverHex)
    const { sessionTranscriptHex: annexB, ...handover } = vectors.iso180137AnnexB
    expect(hex(annexBTranscript(handover, { engine }))).toBe(annexB)
    const { sessionTranscriptHex: annexC, base64EncryptionInfo: encryptionInfo } = vectors.iso180137AnnexC
    const browserOfPhone = annexCTranscript({ encryptionInfo, origin: vectors.iso180137AnnexC.origin }, { engine })
    expect(hex(browserOfPhone)).toBe(annexC)
  })
})

describe('a transcript', () => {
  it('is another for whatever differs', () => {
    const base = {
      protocol: 'openid4vp',
      clientId: 'a',
      nonce: 'n-0S6_WzA2',
      responseUri: 'https://a.example',
    } as const
    const changes = [{ clientId: 'b' }, { nonce: 'n-0S6_WzA3' }, { responseUri: 'https://b.example' }]
    const all = [base, ...changes.map((one) => ({ ...base, ...one }))].map((one) =>
      hex(sessionTranscriptOf(one, { engine })),
    )
    const encrypted = { ...base, encryptionKeyThumbprint: new Uint8Array(32) }
    expect(new Set([...all, hex(sessionTranscriptOf(encrypted, { engine }))]).size).toBe(5)
  })

  it('is what it is where it comes as bytes, and there is none for a direct challenge', () => {
    const sessionTranscript = new Uint8Array([0x83, 0xf6, 0xf6, 0xf6])
    expect(sessionTranscriptOf({ protocol: 'iso-18013-5', sessionTranscript }, { engine })).toBe(sessionTranscript)
    const direct = { protocol: 'direct', audience: 'a', nonce: 'n-0S6_WzA2' } as const
    expect(() => sessionTranscriptOf(direct, { engine })).toThrow(
      expect.objectContaining({ code: 'challenge_unsupported' }),
    )
  })
})
