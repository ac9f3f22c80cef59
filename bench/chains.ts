import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { pinnedKeys, type Trust } from '@hashikake/credential'
import { issue } from '@hashikake/issuer'
import { issuance } from '@hashikake/sd-jwt/vc'
import { anchors } from '@hashikake/trust'
import { verify } from '@hashikake/verifier'
import * as x509 from '@peculiar/x509'
import { draftFor, issuerId, makeFixture, makeParty, type Party, requireAccepted, show, take } from './credential.ts'
import { figure } from './figure.ts'
import { interleave } from './interleave.ts'
import { rawVerifications, verifyRaw } from './one-shot.ts'
import type { Report } from './report.ts'
import { pairwise, spreadOf } from './statistics.ts'

const parameters = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** A certificate for a party, signed by another. */
async function certify(subject: Party, signer: Party, isAuthority: boolean): Promise<Uint8Array> {
  const { subtle } = webcrypto
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: '4101',
    subject: `CN=${nameOf(subject)}`,
    issuer: `CN=${nameOf(signer)}`,
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
    publicKey: await subtle.importKey('jwk', { ...subject.publicKey } as never, parameters, true, ['verify']),
    signingKey: await subtle.importKey('jwk', { ...signer.privateKey } as never, parameters, true, ['sign']),
    signingAlgorithm: parameters,
    extensions: isAuthority
      ? [
          new x509.BasicConstraintsExtension(true, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
        ]
      : [
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.SubjectAlternativeNameExtension([{ type: 'url', value: issuerId }]),
        ],
  })
  return new Uint8Array(certificate.rawData)
}

const nameOf = ({ publicKey }: Party): string => (publicKey.kty === 'EC' ? publicKey.x : publicKey.kty)

/** What certificates cost: a chain that is known, and a chain of two that is validated each time. */
export async function chains(report: Report): Promise<void> {
  x509.cryptoProvider.set(webcrypto)
  const fixture = await makeFixture()
  const { holder, issuer, challenge, options } = fixture
  const [root, middle] = [await makeParty(), await makeParty()]
  const anchor = await certify(root, root, true)
  const certificates = [await certify(issuer, middle, false), await certify(middle, root, true)]
  const pinned = pinnedKeys([{ key: issuer.publicKey, issuer: issuerId }])
  const encoded = await issue(draftFor(holder), {
    format: issuance(),
    issuer: { id: issuerId, signer: issuer.signer, certificates },
  })
  const presentation = await show(await take(encoded, holder, pinned), holder, challenge)
  const trusting = (trust: Trust) => ({
    run: () => verify(presentation, { ...options, trust }),
    check: requireAccepted,
  })
  const cached = anchors([anchor], { profile: 'generic', binding: 'san-uri' })
  const forgetting = anchors([anchor], { profile: 'generic', binding: 'san-uri', keep: 0 })
  const [first, second] = rawVerifications(presentation, issuer.publicKey, holder.publicKey)
  const raw = { run: () => verifyRaw(first) && verifyRaw(second) && verifyRaw(first) && verifyRaw(second) }
  const times = await interleave(
    { raw, pinned: trusting(pinned), cached: trusting(cached), validated: trusting(forgetting) },
    { callsInTurn: 1, leastWarmUp: 5_000, mostWarmUp: 20_000, rounds: 6_000 },
    report,
  )
  const added = spreadOf(pairwise((plain, withChain) => withChain / plain, times.pinned, times.cached))
  report.figure(figure('verify: a chain that is known / a pinned key', '×', added, { goal: { atMost: 1.05 } }))
  const whole = spreadOf(pairwise((bare, mine) => mine / bare, times.raw, times.validated))
  report.figure(figure('verify with a chain of two / its four raw signatures', '×', whole, { goal: { atMost: 2 } }))
  for (const [name, title] of [
    ['raw', 'four raw signatures'],
    ['pinned', 'verify, pinned key'],
    ['cached', 'verify, known chain'],
    ['validated', 'verify, chain validated'],
  ] as const) {
    report.figure(figure(`  ${title}`, 'µs', spreadOf(times[name])))
  }
}
