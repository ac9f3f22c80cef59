// What the adapters of mdoc have in common: how a case is handed to a peer, and what its answer is in the words of cases.
import { createPublicKey, hkdfSync, X509Certificate } from 'node:crypto'
import { engine } from '@hashikake/crypto/engine'
import { decodeBase64url } from '@hashikake/encoding/base64url'
import { embeddedCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { sessionTranscriptOf } from '@hashikake/mdoc'
import { p256 } from '@noble/curves/nist.js'

/**
 * An implementation that verifies mdocs.
 *
 * @param peer.takesIssuerSigned - whether it verifies what no holder showed
 * @param peer.verify - throws where it refuses; else gives `{ certificate, claims }` a document, values as the peer has them
 */
export function mdocAdapter({ name, takesIssuerSigned, skew = false, DateOnly, verify }) {
  const spell = spellingWith(DateOnly)
  return {
    name,
    operations: ['verify'],
    formats: ['mso_mdoc'],
    async run(testCase) {
      const reason = inexpressible(testCase, { takesIssuerSigned, skew })
      if (reason !== undefined) return { skipped: reason }
      try {
        const documents = await verify(givenOf(testCase))
        const pinned = testCase.trust?.keys
        // A key that is trusted itself is found in the certificate that came along: no peer takes keys.
        if (pinned !== undefined && !documents.every(({ certificate }) => isPinned(certificate, pinned))) {
          return { accepted: false }
        }
        if (testCase.expect.parts !== undefined) {
          return { accepted: true, parts: documents.map(({ claims }) => ({ accepted: true, claims: spell(claims) })) }
        }
        return { accepted: true, claims: Object.assign({}, ...documents.map(({ claims }) => spell(claims))) }
      } catch (refusal) {
        if (process.env.PEER_REFUSALS === '1') console.error(testCase.id, String(refusal))
        // It refuses by throwing, with words of its own.
        return { accepted: false }
      }
    },
  }
}

/** Why a case cannot be put to a peer. */
function inexpressible({ input, trust = {}, policies = {}, ...rest }, { takesIssuerSigned, skew }) {
  const { challenge = 'bearer', status, options, audience, previous } = rest
  if (challenge === 'bearer' && !takesIssuerSigned) return 'takes only what a holder shows'
  if (challenge.protocol === 'direct') return 'has no such challenge'
  if (status !== 'ignore') return 'asks for no status'
  if (options !== undefined || audience !== undefined || previous !== undefined) return 'has no such option'
  if (trust.scope !== undefined || trust.lists !== undefined || trust.dids !== undefined) return 'has no such trust'
  const { clockSkew, ...others } = policies
  if (Object.keys(others).length > 0 || (clockSkew !== undefined && !skew)) return 'has no such policy'
  return 'json' in input ? 'takes bytes' : undefined
}

function givenOf({ input, at, trust = {}, challenge = 'bearer', policies = {}, readerKey }) {
  const { keys, certificates = [] } = trust
  return {
    bytes: decodeBase64url(input.text ?? input.base64url),
    transcript: challenge === 'bearer' ? undefined : sessionTranscriptOf(bytesIn(challenge), { engine }),
    now: at === undefined ? undefined : new Date(at),
    anchors: certificates.map((one) => new Uint8Array(Buffer.from(one, 'base64'))),
    /** Pinned keys stand for themselves: nothing above them is asked. */
    validatesChain: keys === undefined,
    skew: policies.clockSkew,
    readerKey,
  }
}

function bytesIn(challenge) {
  const read = { ...challenge }
  for (const name of ['encryptionKeyThumbprint', 'sessionTranscript']) {
    if (typeof read[name] === 'string') read[name] = decodeBase64url(read[name])
  }
  return read
}

function isPinned(certificate, keys) {
  try {
    const { x, y } = new X509Certificate(certificate).publicKey.export({ format: 'jwk' })
    return keys.some((one) => one.x === x && one.y === y)
  } catch {
    return false
  }
}

/** SessionTranscriptBytes: the transcript within a tag 24. */
export function transcriptBytes(transcript) {
  return encodeCbor(embeddedCbor(transcript))
}

/** EMacKey (ISO/IEC 18013-5 §12.4), for the peers that leave it to their caller. P-256 alone. */
export function macKey({ privateKey, publicKey, sessionTranscriptBytes }) {
  const isEmbedded = sessionTranscriptBytes[0] === 0xd8
  const salt = engine.sha256(isEmbedded ? sessionTranscriptBytes : transcriptBytes(sessionTranscriptBytes))
  const secret = p256.getSharedSecret(privateKey, publicKey).subarray(1)
  return new Uint8Array(hkdfSync('sha256', secret, salt, 'EMacKey', 32))
}

/** The key of a certificate as a JWK. */
export function keyOfCertificate(certificate) {
  return createPublicKey(new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' })).export({
    format: 'jwk',
  })
}

/** Values as a peer has them, in the spelling of cases; that 3.0 is no whole number is lost in each of them. */
function spellingWith(DateOnly) {
  const spell = (value) => {
    if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64url') }
    if (value instanceof DateOnly) return { $tag: [1004, value.toISOString()] }
    if (value instanceof Date) return { $tag: [0, value.toISOString().replace('.000Z', 'Z')] }
    if (typeof value === 'number' && !Number.isInteger(value)) return { $float: String(value) }
    if (Array.isArray(value)) return value.map(spell)
    if (value instanceof Map) return spell(Object.fromEntries(value))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spell(one)]))
  }
  return spell
}
