import { audience, nonce, now } from '../bases.ts'
import { type Json, type Members, without } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import type { CborItem } from '../status/cbor.ts'
import type { Case, Suite } from '../suite.ts'
import { didKey, didKeyMethod } from '../trust/multikey.ts'
import {
  baseContext,
  baseSecured,
  bound,
  type Change,
  casesOf,
  challenge,
  circumstances,
  claims,
  degree,
  header,
  holder,
  members,
  type SceneChange,
} from './scene.ts'
import { absent, asCose, asJwt, asSdJwt, coseLabel, type Secured } from './secured.ts'

type PresentationFormat = 'vp+jwt' | 'vp+sd-jwt' | 'vp+cose'

const bent = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes, (byte, i) => (i === 0 ? byte ^ 1 : byte))
const credential = (changed: Partial<Secured> = {}): Secured => ({ ...baseSecured, claims: bound, ...changed })

/** A credential in its envelope (VCDM 2.0 §4.13.1). */
const enveloped = (token: string, mediaType = 'vc+jwt'): Members => ({
  '@context': [baseContext],
  type: 'EnvelopedVerifiableCredential',
  id: `data:application/${mediaType},${token}`,
})
const one = enveloped(asJwt(credential()))

const presentation: Secured = {
  document: {
    '@context': [baseContext],
    type: ['VerifiablePresentation'],
    verifiableCredential: [one],
  },
  claims: { iat: now - 5, aud: audience, nonce },
  header: { cty: 'vp' },
  protected: new Map<number, CborItem>([
    [coseLabel.algorithm, -7],
    [coseLabel.contentType, 'application/vp'],
    [coseLabel.type, 'application/vp+cose'],
  ]),
  unprotected: new Map(),
  signing: { algorithm: 'ES256', key: holder.privateKey },
  hidden: {},
}

function inputOf(format: PresentationFormat, made: Secured): Members {
  if (format === 'vp+cose') return { base64url: asCose(made) }
  return { text: format === 'vp+jwt' ? asJwt(made, 'vp+jwt') : asSdJwt(made, 'vp+sd-jwt') }
}

const of = (format: PresentationFormat) =>
  casesOf('base-presentation', format, {
    credential: presentation,
    around: { ...circumstances, challenge },
    input: (made) => inputOf(format, made),
    claimsInclude: { type: degree.type as Json },
  })

const change = (made: Change): SceneChange => ({ change: made })
const presenting = (...credentials: readonly Json[]): SceneChange =>
  change(members({ verifiableCredential: credentials }))
const showing = (changed: Partial<Secured>): SceneChange => presenting(enveloped(asJwt(credential(changed))))
const subjectOf = (id: string): Members => ({
  ...degree,
  credentialSubject: { ...(degree.credentialSubject as Members), id },
})
const holderDid = didKey('holder')

function casesIn(format: PresentationFormat): readonly Case[] {
  const { theBase, refused, taken } = of(format)
  const model = 'VCDM 2.0 §4.13'
  const clause = {
    'vp+jwt': 'VC-JOSE-COSE §3.1.2',
    'vp+sd-jwt': 'VC-JOSE-COSE §3.2.2',
    'vp+cose': 'VC-JOSE-COSE §3.3.2',
  }[format]
  const isCose = format === 'vp+cose'
  const malformed = 'parse/presented_credential_malformed'
  return [
    theBase(`W22 ${clause}`, 'a presentation of one credential, answering the verifier'),

    refused(
      'W22-1',
      model,
      'no type',
      'parse/type_missing',
      change(({ document }) => ({ document: without(document, 'type') })),
    ),
    refused('W22-2', model, 'another type', 'parse/type_missing', change(members({ type: ['VerifiableCredential'] }))),
    refused('W22-3', model, 'another context', 'parse/base_context_missing', change(members({ '@context': [] }))),
    refused('W22-4', model, 'an id that is no URL', 'parse/identifier_malformed', change(members({ id: 'answer' }))),
    refused('W22-5', model, 'a holder that is no URL', 'parse/holder_malformed', change(members({ holder: 'nobody' }))),
    refused(
      'W22-6',
      model,
      'terms of use without a type',
      'parse/type_missing',
      change(members({ termsOfUse: [{ id: 'urn:x:1' }] })),
    ),
    refused('W22-7', model, 'no credential', 'parse/presented_credential_missing', presenting()),
    refused('W22-8', model, 'a credential that is text', malformed, presenting(asJwt(credential()))),
    refused('W22-9', model, 'a credential that is null', malformed, presenting(null)),
    refused(
      'W22-10',
      model,
      'a credential without any proof, of another than the holder',
      'parse/presented_credential_unsecured',
      presenting(degree),
    ),
    refused(
      'W22-11',
      model,
      'two credentials, of which one is asked for',
      'parse/presented_credentials_several',
      presenting(one, one),
    ),
    refused(
      'A47-1',
      'the limits of a verifier',
      'more credentials than are taken',
      'parse/presented_credentials_too_many',
      presenting(...Array.from({ length: 17 }, () => one)),
    ),
    refused('W22-12', model, 'nobody asked', 'parse/presentation_unexpected', {
      circumstances: { challenge: 'bearer' },
    }),

    ...(
      [
        ['no context', without(one, '@context'), 'base_context_missing'],
        ['another context', { ...one, '@context': 'https://www.w3.org/2018/credentials/v1' }, 'base_context_missing'],
        [
          'a further type',
          { ...one, type: ['EnvelopedVerifiableCredential', 'VerifiableCredential'] },
          'envelope_malformed',
        ],
        [
          'an id that is no data URL',
          { ...one, id: 'https://registrar.example/credentials/3732' },
          'envelope_malformed',
        ],
        ['no id', without(one, 'id'), 'envelope_malformed'],
        ['an id that is a number', { ...one, id: 7 }, 'envelope_malformed'],
        ['a token with a blank before it', { ...one, id: (one.id as string).replace(',', ', ') }, 'envelope_malformed'],
        ['base64 that is none', { ...one, id: 'data:application/vc+cose;base64,AA*A' }, 'envelope_malformed'],
        ['no data', { ...one, id: 'data:application/vc+jwt,' }, 'envelope_malformed'],
      ] as readonly (readonly [string, Members, string])[]
    ).map(([title, value, code], index) =>
      refused(`W23-${index + 1}`, 'VCDM 2.0 §4.13.1', `an envelope with ${title}`, `parse/${code}`, presenting(value)),
    ),
    refused(
      'W23-10',
      'VCDM 2.0 §4.13.1',
      'an envelope of a type that the verifier does not take',
      'parse/envelope_type_not_allowed',
      presenting({ ...one, id: (one.id as string).replace('vc+jwt', 'jwt') }),
    ),
    refused(
      'W23-11',
      'VCDM 2.0 §4.13.1',
      'a token in the envelope of another',
      'parse/envelope_type_not_allowed',
      presenting({ ...one, id: (one.id as string).replace('vc+jwt', 'vc+sd-jwt') }),
    ),
    taken(
      'W23-12',
      'RFC 2397 §3',
      'the token in base64',
      presenting({
        ...one,
        id: `data:application/vc+cose;base64,${Buffer.from(asCose(credential({ claims: bound })), 'base64url').toString('base64')}`,
      }),
    ),
    taken(
      'W23-13',
      'VCDM 2.0 §4.13.1',
      'its type in an array',
      presenting({ ...one, type: ['EnvelopedVerifiableCredential'] }),
    ),
    taken(
      'W23-14',
      'VC-JOSE-COSE §3.2.1',
      'a credential as SD-JWT, of which a part is shown',
      presenting(enveloped(asSdJwt(credential()), 'vc+sd-jwt')),
    ),

    refused(
      'W24-1',
      clause,
      'a bit of the credential’s signature',
      'authenticate/signature_invalid',
      showing({ bendSignature: bent }),
    ),
    refused(
      'W24-2',
      model,
      'a credential that is malformed',
      'parse/credential_issuer_malformed',
      showing({ document: without(degree, 'issuer') }),
    ),
    refused(
      'W24-3',
      model,
      'a credential that has ended',
      'policy/expired',
      showing({ claims: { ...bound, exp: now } }),
    ),
    refused(
      'W24-4',
      model,
      'a credential of an issuer of whom no key is known',
      'trust/key_unknown',
      showing({ document: { ...degree, issuer: 'https://other.example' } }),
    ),

    refused('A32-1', clause, 'a bit of the holder’s signature', 'authenticate/presentation_signature_invalid', {
      change: () => ({ bendSignature: bent }),
    }),
    refused('A32-2', clause, 'signed by somebody else', 'authenticate/presentation_signature_invalid', {
      change: () => ({ signing: { algorithm: 'ES256', key: fixtureKey('attacker').privateKey } }),
    }),
    refused(
      'A32-3',
      'VCDM 2.0 §4.13',
      'a credential that is nobody’s',
      'authenticate/presentation_key_unknown',
      showing({ claims: {} }),
    ),
    refused(
      'A32-4',
      'VCDM 2.0 §4.13',
      'a credential of somebody else',
      'authenticate/presentation_signature_invalid',
      showing({ claims: { cnf: { jwk: fixtureKey('attacker').publicKey } } }),
    ),
    taken(
      'W25-1',
      'VCDM 2.0 §4.13',
      'the key that the subject is, where the issuer named no other',
      showing({ claims: {}, document: subjectOf(holderDid) }),
    ),
    refused(
      'A32-5',
      'VCDM 2.0 §4.13',
      'another key than the subject is',
      'authenticate/presentation_signature_invalid',
      showing({ claims: {}, document: subjectOf(didKey('attacker')) }),
    ),
    refused(
      'W25-2',
      'VCDM 2.0 §4.13',
      'a holder that is another key',
      'authenticate/presentation_holder_mismatch',
      change(members({ holder: didKey('attacker') })),
    ),
    taken('W25-3', 'VCDM 2.0 §4.13', 'the holder that the key is', change(members({ holder: holderDid }))),
    ...(isCose
      ? []
      : [
          refused(
            'W25-4',
            'VCDM 2.0 §4.13',
            'a kid that is another key',
            'authenticate/presentation_holder_mismatch',
            change(header({ kid: didKeyMethod('attacker') })),
          ),
          refused(
            'A10-1',
            'VC-JOSE-COSE §4.1.2',
            'an iss that is not the holder',
            'authenticate/presentation_holder_mismatch',
            change((made) => ({
              document: { ...made.document, holder: holderDid },
              claims: { ...made.claims, iss: 'https://other.example' },
            })),
          ),
        ]),

    refused(
      'W26-1',
      'OpenID4VP 1.0 §14.1.2',
      'the nonce of another request',
      'authenticate/presentation_nonce_mismatch',
      change(claims({ nonce: `${nonce}x` })),
    ),
    refused(
      'W26-2',
      'OpenID4VP 1.0 §14.1.2',
      'for another verifier',
      'authenticate/presentation_audience_mismatch',
      change(claims({ aud: 'https://other.example' })),
    ),
    refused(
      'W26-3',
      'OpenID4VP 1.0 §14.1.2',
      'for two verifiers',
      'authenticate/presentation_claims_malformed',
      change(claims({ aud: [audience, 'https://other.example'] })),
    ),
    refused(
      'W26-4',
      'OpenID4VP 1.0 §14.1.2',
      'no nonce',
      'authenticate/presentation_claims_malformed',
      change((made) => ({ claims: without(made.claims, 'nonce') })),
    ),
    refused(
      'W26-5',
      'OpenID4VP 1.0 §14.1.2',
      'no aud',
      'authenticate/presentation_claims_malformed',
      change((made) => ({ claims: without(made.claims, 'aud') })),
    ),
    refused(
      'W26-6',
      'VCDM 2.0 §4.13',
      'a presentation of five minutes and a second ago',
      'authenticate/presentation_too_old',
      change(claims({ iat: now - 301 })),
    ),
    taken('W26-7', 'VCDM 2.0 §4.13', 'one of five minutes ago', change(claims({ iat: now - 300 }))),
    refused(
      'W26-8',
      'RFC 7519 §4.1.6',
      'a presentation of the future',
      'authenticate/presentation_in_future',
      change(claims({ iat: now + 1 })),
    ),
    refused(
      'W26-9',
      'RFC 7519 §4.1.4',
      'a presentation that has expired',
      'authenticate/presentation_expired',
      change(claims({ exp: now })),
    ),
    taken(
      'W26-10',
      'RFC 7519 §4.1.6',
      'a presentation that says nothing of its age',
      change((made) => ({ claims: without(made.claims, 'iat') })),
    ),
    refused(
      'A49-1',
      'OpenID4VP 1.0 §14.1.2',
      'a nonce in an array',
      isCose ? 'parse/cwt_malformed' : 'authenticate/presentation_claims_malformed',
      change(claims({ nonce: [nonce] })),
    ),

    ...(['vc', 'vp'] as const).map((name, index) =>
      refused(
        `W19-${index + 1}`,
        'VC-JOSE-COSE §1.2',
        `${name}, of version 1.1`,
        'parse/legacy_claim_present',
        change(members({ [name]: {} })),
      ),
    ),
    ...(isCose
      ? []
      : [
          refused('A6-1', clause, 'a credential shown as a presentation', 'parse/format_unknown', {
            input: { text: format === 'vp+jwt' ? asJwt(credential()) : asSdJwt(credential()) },
          }),
          refused(
            'W18-1',
            clause,
            'cty that is a token’s',
            'parse/media_type_mismatch',
            change(header({ cty: 'JWT' })),
          ),
          taken('W18-2', clause, 'no cty', change(header({ cty: absent }))),
        ]),
  ]
}

function several(): readonly Case[] {
  const accepted: Members = { accepted: true, claimsInclude: { type: degree.type as Json } }
  const foreign = enveloped(asJwt(credential({ claims: { cnf: { jwk: fixtureKey('attacker').publicKey } } })))
  const make = (id: string, title: string, credentials: readonly Json[], parts: readonly Members[]): Case => ({
    id,
    rule: 'W22',
    clause: 'VCDM 2.0 §4.13',
    title,
    ...(id.startsWith('base-') ? {} : { base: 'base-two' }),
    format: 'vp+jwt',
    input: inputOf('vp+jwt', {
      ...presentation,
      document: { ...presentation.document, verifiableCredential: credentials },
    }),
    ...circumstances,
    challenge,
    expect: { accepted: parts.every((one) => one.accepted === true), parts },
  })
  return [
    make('base-two', 'two credentials in one presentation, opened part by part', [one, one], [accepted, accepted]),
    make(
      'W22-13',
      'one of them is of somebody else',
      [one, foreign],
      [accepted, { accepted: false, stage: 'authenticate', code: 'presentation_signature_invalid' }],
    ),
    make(
      'W22-14',
      'one of them is of a type that the verifier does not take',
      [one, { ...one, id: (one.id as string).replace('vc+jwt', 'jwt') }],
      [accepted, { accepted: false, stage: 'parse', code: 'envelope_type_not_allowed' }],
    ),
  ]
}

export const presentationSuites: readonly Suite[] = [
  ...(
    [
      ['jwt', 'vp+jwt'],
      ['sd-jwt', 'vp+sd-jwt'],
      ['cose', 'vp+cose'],
    ] as const
  ).map(([name, format]) => ({ suite: `vc/presentations-${name}`, cases: casesIn(format) })),
  { suite: 'vc/presentations-several', cases: several() },
]
