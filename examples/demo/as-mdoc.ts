import assert from 'node:assert/strict'
import { type ClaimPath, type Context, type Encoded, issuerKeys } from '@hashikake/credential'
import type { Signer } from '@hashikake/crypto/signers'
import { type HeldCredential, present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import * as mdoc from '@hashikake/mdoc'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import { anchors, anyOf } from '@hashikake/trust'
import { type Accepted, type Challenge, ignoreStatus, type Rejected, verify } from '@hashikake/verifier'
import { makeDocumentSigner } from './certificates.ts'
import { registrar } from './degree.ts'
import { renamed, vouchedFor, withFirstElementTwice } from './mdoc-attacks.ts'
import { degreeDocument, mdocOf } from './mdoc-degree.ts'
import { bold, mark, row, say, under } from './page.ts'
import { refuse } from './verdicts.ts'

const [general, , academic] = Object.keys(degreeDocument.namespaces) as [string, string, string]

interface Cast {
  readonly graduate: Signer
  readonly university: Signer
  readonly context: Context
}

/** One record, one call of `issue` a format, and one call of `verify` for whichever arrives. */
export async function showAsMdoc(record: sdJwtVc.SdJwtVcDraft, { graduate, university, context }: Cast): Promise<void> {
  const { authority, ...documentSigner } = await makeDocumentSigner(context.now())
  const formats = [sdJwtVc.presentation(), mdoc.presentation()]
  // Who signs an SD-JWT VC is known by key, who signs an mdoc by a certificate under this authority.
  const trust = anyOf(
    issuerKeys({ [registrar]: { keys: [university.publicKey] } }),
    anchors([authority], { profile: 'iso-mdoc-document-signer', binding: 'none' }),
  )
  const issued = [
    await issue(record, { format: sdJwtVc.issuance(), issuer: { id: registrar, signer: university }, context }),
    await issue(mdocOf(record), { format: mdoc.issuance(), issuer: documentSigner, context }),
  ]
  const held: HeldCredential[] = []
  for (const one of issued) {
    const received = await receive(one, { formats, trust, holderKey: graduate.publicKey, context })
    assert(received.accepted)
    held.push(received.credential)
  }
  say(
    'The registrar issues the same record once more, as ISO/IEC 18013-5 has documents on phones. Admissions asks for either by OpenID4VP, and verifies with one call whichever arrives:',
  )

  const asked: Readonly<Record<string, readonly ClaimPath[]>> = {
    'dc+sd-jwt': [
      ['person', 'name', 'registered'],
      ['degree', 'title', 'ja'],
      ['degree', 'award_date'],
    ],
    mso_mdoc: [
      [academic, 'full_name'],
      [academic, 'title'],
      [academic, 'award_date'],
      [academic, 'award_status'],
    ],
  }
  const show = async (one: HeldCredential, challenge: Challenge): Promise<Encoded> => {
    const selection = { credential: one, disclose: asked[one.format] as readonly ClaimPath[], signer: graduate }
    const [shown] = await present([selection], { formats, challenge, context })
    return shown as Encoded
  }
  const rules = {
    formats: [sdJwtVc.verification(), mdoc.verification({ issuingAuthority: { [degreeDocument.docType]: general } })],
    trust,
    status: ignoreStatus,
    context,
  } as const
  const judge = (input: Encoded, challenge: Challenge): Promise<Accepted | Rejected> =>
    verify(input, { ...rules, challenge })

  for (const one of held) {
    const challenge = ask('n-0S6_WzA2Mj')
    const shown = await show(one, challenge)
    const result = await judge(shown, challenge)
    assert(result.accepted, result.accepted ? '' : result.code)
    mark('✓', `${result.credential.format}: ${result.credential.type}`, bold)
    under(`${result.checks.filter(({ outcome }) => outcome === 'passed').length} checks passed`)
    row('handed over', `${one.encoded.length} ${unit(one.encoded)}`)
    row('shown', `${shown.length} ${unit(shown)}`)
  }

  const [, licence] = held as [HeldCredential, HeldCredential]
  const challenge = ask('n-1S6_WzA2Mk')
  const shown = (await show(licence, challenge)) as Uint8Array
  await refuse('Confused · 種類の取り違え (shurui no torichigae): the degree is shown as a driving licence', {
    result: judge(renamed(shown, 'org.iso.18013.5.1.mDL'), challenge),
    stage: 'authenticate',
    code: 'doc_type_mismatch',
  })
  await refuse('Doubled · 重複 (chōfuku): an element stands twice', {
    result: judge(withFirstElementTwice(shown), challenge),
    stage: 'parse',
    code: 'element_repeated',
  })
  await refuse('Self-made · 自称 (jishō): the holder’s own key vouches for a doctorate', {
    result: judge(
      await vouchedFor(shown, { [academic]: { title_en: 'Doctor of Engineering' } }, { signer: graduate, challenge }),
      challenge,
    ),
    stage: 'authenticate',
    code: 'device_element_unauthorized',
  })
  await refuse('Passed on · 転送 (tensō): the answer was made for somebody else’s request', {
    result: judge((await show(licence, ask('n-1S6_WzA2Mk', 'other'))) as Uint8Array, challenge),
    stage: 'authenticate',
    code: 'device_signature_invalid',
  })
}

function ask(nonce: string, who = 'admissions'): Challenge {
  const host = `${who}.dijlestad.example`
  return { protocol: 'openid4vp', clientId: `x509_san_dns:${host}`, nonce, responseUri: `https://${host}/answers` }
}

function unit(encoded: Encoded): string {
  return typeof encoded === 'string' ? 'characters' : 'bytes'
}
