import { createHash } from 'node:crypto'
import { casesOn, circumstances, issuer, proofBy, secured, signingOf, textOf } from '../data-integrity/scene.ts'
import { base64url, type Json, type Members, without } from '../json.ts'
import { fixtureKey, type KeyName } from '../keys.ts'
import { sign } from '../signatures.ts'
import type { Case, Suite } from '../suite.ts'
import { didKey } from '../trust/multikey.ts'

const contexts = ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json']
const recipient = 'testa@example.org'
const salt = 'salt-of-fixtures'
const endorser = 'https://second.example/issuers/1'
const achievementId = 'https://registrar.example/achievements/bridges'
const badgeId = 'https://registrar.example/badges/3732'

const achievement: Members = {
  id: achievementId,
  type: ['Achievement'],
  name: 'Bridge building',
  description: 'Builds bridges that hold.',
  criteria: { narrative: 'A bridge that held.' },
  creditsAvailable: 2.5,
  resultDescription: [
    {
      id: `${achievementId}#grade`,
      type: ['ResultDescription'],
      name: 'Grade',
      resultType: 'LetterGrade',
      rubricCriterionLevel: [{ id: `${achievementId}#a`, type: ['RubricCriterionLevel'], name: 'A' }],
    },
  ],
}

/** A badge that nobody earned. */
const badge: Members = {
  '@context': contexts,
  id: badgeId,
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: { id: issuer, type: ['Profile'], name: 'University of Fixtures' },
  name: 'Bridge building',
  validFrom: '2026-11-24T00:00:00Z',
  validUntil: '2031-11-24T00:00:00Z',
  credentialSubject: {
    id: didKey('holder-ed25519'),
    type: ['AchievementSubject'],
    identifier: [
      {
        type: 'IdentityObject',
        hashed: true,
        identityHash: `sha256$${createHash('sha256').update(`${recipient}${salt}`).digest('hex')}`,
        identityType: 'emailAddress',
        salt,
      },
      { type: 'IdentityObject', hashed: false, identityHash: '0000-0042', identityType: 'studentId' },
    ],
    achievement,
    creditsEarned: 2.5,
    result: [
      {
        type: ['Result'],
        resultDescription: `${achievementId}#grade`,
        achievedLevel: `${achievementId}#a`,
        value: 'A',
      },
    ],
  },
}

const endorsement: Members = {
  '@context': contexts,
  id: 'https://second.example/endorsements/1',
  type: ['VerifiableCredential', 'EndorsementCredential'],
  name: 'A word about bridges',
  issuer: { id: endorser, type: ['Profile'], name: 'College of Fixtures' },
  validFrom: '2026-11-24T00:00:00Z',
  credentialSubject: { id: achievementId, type: ['EndorsementSubject'], endorsementComment: 'They hold.' },
}

const at = (time: string): number => Date.parse(time) / 1000

/** Open Badges 3.0 §8.2: registered claims repeat the badge. */
function jwtOf(
  document: Members,
  {
    name = 'issuer-rsa',
    header = {},
    claims = {},
  }: { readonly name?: KeyName; readonly header?: Members; readonly claims?: Members } = {},
): string {
  const signing =
    name === 'issuer-rsa' ? { algorithm: 'RS256' as const, key: fixtureKey(name).privateKey } : signingOf(name)
  const subject = document.credentialSubject as Members
  const payload: Members = {
    ...document,
    iss: (document.issuer as Members).id as Json,
    ...(document.id === undefined ? {} : { jti: document.id }),
    ...(document.validFrom === undefined ? {} : { nbf: at(document.validFrom as string) }),
    ...(subject.id === undefined ? {} : { sub: subject.id }),
    ...(document.validUntil === undefined ? {} : { exp: at(document.validUntil as string) }),
    ...claims,
  }
  const whole = present({ alg: signing.algorithm, typ: 'JWT', kid: `${issuer}#key-1`, ...header })
  const input = [whole, present(payload)].map((part) => base64url(JSON.stringify(part))).join('.')
  return `${input}.${base64url(sign(input, signing))}`
}

/** What is null is not there. */
const present = (members: Members): Members =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null))

const around = {
  ...without(circumstances as Members, 'options'),
  trust: {
    keys: [
      ...(['issuer', 'issuer-ed25519', 'issuer-rsa'] as const).map((name) => ({
        ...fixtureKey(name).publicKey,
        issuer,
      })),
      { ...fixtureKey('second-issuer').publicKey, issuer: endorser },
    ],
  },
  policies: { openBadges: { endorsements: {}, recipient: { identityType: 'emailAddress', value: recipient } } },
}
const own = (document: Members) => secured(document, proofBy('eddsa-rdfc-2022'))
const endorsed = (document: Members = endorsement) =>
  secured(document, proofBy('ecdsa-rdfc-2019', 'second-issuer', { verificationMethod: `${endorser}#key-1` }))
const withAchievement = (members: Members): Members => ({
  ...badge,
  credentialSubject: { ...(badge.credentialSubject as Members), achievement: { ...achievement, ...members } },
})
const withSubject = (members: Members): Members => ({
  ...badge,
  credentialSubject: { ...(badge.credentialSubject as Members), ...members },
})

const claimsInclude = { type: badge.type as Json }
const embedded = casesOn('base-badge', await own(badge), { around, claimsInclude })
const jwt = casesOn('base-badge-jwt', {}, { format: 'jwt_vc_json', around, claimsInclude })
const praised = casesOn('base-badge-endorsed', await own(withAchievement({ endorsement: [await endorsed()] })), {
  around,
  claimsInclude,
})
const praisedJwt = casesOn('base-badge-endorsed-jwt', {}, { format: 'jwt_vc_json', around, claimsInclude })
const word = casesOn('base-endorsement', await endorsed(), {
  around,
  claimsInclude: { type: endorsement.type as Json },
})

const malformed = 'policy/open_badge_malformed'
const model = 'Open Badges 3.0 §B.1'
const inJwt = 'Open Badges 3.0 §8.2'
const subject = badge.credentialSubject as Members
const [grade] = subject.result as readonly Members[]

const malformedBadges: readonly (readonly [string, Members])[] = [
  ['without an id', without(badge, 'id')],
  ['without a beginning', without(badge, 'validFrom')],
  ['whose issuer is no profile', { ...badge, issuer: { id: issuer, name: 'University of Fixtures' } }],
  ['about several subjects', { ...badge, credentialSubject: [subject] }],
  ['whose subject is of no type', { ...badge, credentialSubject: without(subject, 'type') }],
  ['about nobody', { ...badge, credentialSubject: without(subject, 'id', 'identifier') }],
  ['without an achievement', { ...badge, credentialSubject: without(subject, 'achievement') }],
  ['whose achievement has no name', withSubject({ achievement: without(achievement, 'name') })],
  ['whose achievement has no description', withSubject({ achievement: without(achievement, 'description') })],
  ['whose achievement has no criteria', withSubject({ achievement: without(achievement, 'criteria') })],
  ['whose achievement has no id', withSubject({ achievement: without(achievement, 'id') })],
  ['whose achievement is of no type', withSubject({ achievement: without(achievement, 'type') })],
  ['with an identifier that is not whole', withSubject({ identifier: [{ type: 'IdentityObject', hashed: true }] })],
  ['whose result is of no type', withSubject({ result: [without(grade as Members, 'type')] })],
]

const openBadgeCases: readonly Case[] = [
  embedded.theBase(`W41 ${model}`, 'a badge with an embedded proof'),
  { ...jwt.theBase('W42 Open Badges 3.0 §8.2', 'a badge as a JWT, by RS256'), input: { text: jwtOf(badge) } },
  praised.theBase('W43 Open Badges 3.0 §9.1', 'a badge whose achievement somebody endorses, with an embedded proof'),
  {
    ...praisedJwt.theBase('W43 Open Badges 3.0 §9.1', 'the same as JWTs, one in the other'),
    input: { text: jwtOf(withAchievement({ endorsementJwt: [jwtOf(endorsement, { name: 'second-issuer' })] })) },
  },
  word.theBase('W41 Open Badges 3.0 §B.1.7', 'an endorsement on its own'),

  ...malformedBadges.map(([title, document], index) =>
    jwt.refused(`W41-${1 + index}`, model, `a badge ${title}`, 'parse/open_badge_malformed', jwtOf(document)),
  ),
  embedded.refused(
    'W41-20',
    'Open Badges 3.0 §B.1.20',
    'a result that its achievement does not describe',
    'policy/open_badge_result_unknown',
    await own(withSubject({ result: [{ ...grade, resultDescription: `${achievementId}#other` }] })),
  ),
  embedded.refused(
    'W41-21',
    'Open Badges 3.0 §B.1.20',
    'a level that the description does not have',
    'policy/open_badge_result_unknown',
    await own(withSubject({ result: [{ ...grade, achievedLevel: `${achievementId}#b` }] })),
  ),
  embedded.refused('W41-22', model, 'another context in the place of Open Badges’ own', 'parse/context_unknown', {
    ...(await own(badge)),
    '@context': [contexts[0] as string, 'https://attacker.example/context.json'],
  }),
  embedded.refused('W41-23', model, 'an achievement put in another’s place', 'authenticate/signature_invalid', {
    ...(await own(badge)),
    credentialSubject: { ...subject, achievement: { ...achievement, name: 'Tunnel building' } },
  }),
  embedded.refused('W41-24', model, 'a member that no context knows', 'authenticate/member_unmapped', {
    ...(await own(badge)),
    honours: 'summa',
  }),
  embedded.taken(
    'W41-25',
    model,
    'AchievementCredential, the other name of the type',
    await own({ ...badge, type: ['VerifiableCredential', 'AchievementCredential'] }),
    { type: ['VerifiableCredential', 'AchievementCredential'] },
  ),
  word.refused(
    'W41-30',
    'Open Badges 3.0 §B.1.7',
    'an endorsement without a name',
    malformed,
    await endorsed(without(endorsement, 'name')),
  ),
  word.refused(
    'W41-31',
    'Open Badges 3.0 §B.1.8',
    'an endorsement of nothing',
    malformed,
    await endorsed({ ...endorsement, credentialSubject: without(endorsement.credentialSubject as Members, 'id') }),
  ),
  word.refused(
    'W41-32',
    'Open Badges 3.0 §B.1.8',
    'an endorsement whose subject is of no type',
    'authenticate/member_unmapped',
    await endorsed({ ...endorsement, credentialSubject: without(endorsement.credentialSubject as Members, 'type') }),
  ),

  ...(
    [
      ['sub', didKey('issuer')],
      ['jti', 'https://registrar.example/badges/1'],
      ['nbf', at('2026-11-24T00:00:01Z')],
      ['exp', at('2036-11-24T00:00:00Z')],
      ['sub', null],
      ['jti', null],
      ['nbf', null],
    ] as const
  ).map(([name, value], index) =>
    jwt.refused(
      `W42-${1 + index}`,
      inJwt,
      value === null ? `no claim ${name}` : `a claim ${name} that says something else`,
      'parse/badge_claim_mismatch',
      jwtOf(badge, { claims: { [name]: value } }),
    ),
  ),
  jwt.refused(
    'W42-8',
    inJwt,
    'another issuer in the claims',
    'parse/issuer_conflict',
    jwtOf(badge, { claims: { iss: endorser } }),
  ),
  jwt.refused(
    'W42-9',
    inJwt,
    'no issuer in the claims',
    'parse/issuer_conflict',
    jwtOf(badge, { claims: { iss: null } }),
  ),
  jwt.taken('W42-10', inJwt, 'no claim exp', jwtOf(badge, { claims: { exp: null } })),
  jwt.taken('W42-11', inJwt, 'no typ', jwtOf(badge, { header: { typ: null } })),
  jwt.refused(
    'W42-12',
    inJwt,
    'the typ of something else',
    'parse/format_unknown',
    jwtOf(badge, { header: { typ: 'kb+jwt' } }),
  ),
  jwt.refused(
    'W42-13',
    inJwt,
    'a header with more in it',
    'parse/badge_header_malformed',
    jwtOf(badge, { header: { x5u: 'https://attacker.example/key.pem' } }),
  ),
  jwt.refused(
    'W42-14',
    inJwt,
    'neither kid nor jwk',
    'parse/badge_header_malformed',
    jwtOf(badge, { header: { kid: null } }),
  ),
  jwt.taken(
    'W42-15',
    inJwt,
    'the key in the header, which the verifier has of its own',
    jwtOf(badge, { header: { kid: null, jwk: fixtureKey('issuer-rsa').publicKey } }),
  ),
  jwt.refused(
    'A7-80',
    inJwt,
    'the attacker’s key in the header',
    'authenticate/signature_invalid',
    jwtOf(badge, { name: 'attacker', header: { kid: null, jwk: fixtureKey('attacker').publicKey } }),
  ),
  jwt.refused(
    'A7-81',
    inJwt,
    'a private key in the header',
    'parse/key_private',
    jwtOf(badge, { header: { kid: null, jwk: fixtureKey('issuer-rsa').privateKey } }),
  ),
  jwt.refused('W42-16', inJwt, 'none', 'authenticate/algorithm_not_allowed', jwtOf(badge, { header: { alg: 'none' } })),
  jwt.taken('W42-17', inJwt, 'ES256', jwtOf(badge, { name: 'issuer' })),
  jwt.taken('W42-18', 'VCDM 1.1 §6.3.1', 'a badge of the first version, in the claim vc', legacy()),
  jwt.refused(
    'W42-19',
    inJwt,
    'a credential that is no badge',
    'parse/format_unknown',
    jwtOf({ ...badge, type: ['VerifiableCredential'] }),
  ),

  praised.refused(
    'W43-1',
    'Open Badges 3.0 §9.2',
    'an endorsement of something else',
    'policy/endorsement_subject_mismatch',
    await own(
      withAchievement({
        endorsement: [
          await endorsed({
            ...endorsement,
            credentialSubject: { ...(endorsement.credentialSubject as Members), id: badgeId },
          }),
        ],
      }),
    ),
  ),
  praised.refused(
    'W43-2',
    'Open Badges 3.0 §9.2',
    'an endorsement by a stranger',
    'policy/key_unknown',
    await own(
      withAchievement({
        endorsement: [
          await secured(
            { ...endorsement, issuer: { id: 'https://attacker.example', type: ['Profile'], name: 'Nobody' } },
            proofBy('ecdsa-rdfc-2019', 'attacker', { verificationMethod: 'https://attacker.example#1' }),
          ),
        ],
      }),
    ),
  ),
  praised.refused(
    'W43-3',
    'Open Badges 3.0 §9.2',
    'an endorsement in another’s name',
    'policy/signature_invalid',
    await own(
      withAchievement({
        endorsement: [
          await secured(
            endorsement,
            proofBy('ecdsa-rdfc-2019', 'attacker', { verificationMethod: `${endorser}#key-1` }),
          ),
        ],
      }),
    ),
  ),
  praised.refused(
    'W43-4',
    'Open Badges 3.0 §9.2',
    'an endorsement that expired',
    'policy/expired',
    await own(
      withAchievement({ endorsement: [await endorsed({ ...endorsement, validUntil: '2026-11-30T00:00:00Z' })] }),
    ),
  ),
  praised.refused(
    'W43-5',
    'Open Badges 3.0 §9.2',
    'a badge where an endorsement is due',
    'policy/open_badge_malformed',
    await own(
      withAchievement({
        endorsement: [
          await secured(
            { ...badge, issuer: endorsement.issuer as Json, id: achievementId },
            proofBy('ecdsa-rdfc-2019', 'second-issuer', { verificationMethod: `${endorser}#key-1` }),
          ),
        ],
      }),
    ),
  ),
  praised.refused(
    'W43-6',
    'Open Badges 3.0 §9.2',
    'an endorsement that can be withdrawn',
    'policy/endorsement_status_unchecked',
    await own(
      withAchievement({
        endorsement: [
          await endorsed({
            ...endorsement,
            credentialStatus: {
              type: 'BitstringStatusListEntry',
              statusPurpose: 'revocation',
              statusListIndex: '1',
              statusListCredential: 'https://second.example/status/1',
            },
          }),
        ],
      }),
    ),
  ),
  praised.refused(
    'W43-7',
    'Open Badges 3.0 §9.2',
    'an endorsement without a proof',
    'policy/endorsement_format_unknown',
    await own(withAchievement({ endorsement: [endorsement] })),
  ),
  praisedJwt.refused('W43-8', model, 'an endorsement that is text', malformed, jwtless()),
  praised.refused(
    'W43-9',
    'the limits of a verifier',
    'more endorsements than are looked at',
    'policy/endorsements_too_many',
    await own(withAchievement({ endorsement: await manyEndorsements() })),
  ),
  praisedJwt.refused(
    'W43-10',
    'Open Badges 3.0 §9.2',
    'a JWT that somebody bent',
    'policy/signature_invalid',
    jwtOf(withAchievement({ endorsementJwt: [bent(jwtOf(endorsement, { name: 'second-issuer' }))] })),
  ),
  praised.refused(
    'W35-15',
    'Data Integrity 1.0 §2.4',
    'an endorsement with a context that the badge does not have',
    'parse/context_inline',
    await own(
      withAchievement({
        endorsement: [
          { ...(await endorsed()), '@context': [contexts[0] as string, 'https://w3id.org/security/data-integrity/v2'] },
        ],
      }),
    ),
  ),
  praised.refused(
    'W43-12',
    'Data Integrity 1.0 §2.5',
    'an endorsement taken out after signing',
    'authenticate/signature_invalid',
    {
      ...(await own(withAchievement({ endorsement: [await endorsed()] }))),
      credentialSubject: badge.credentialSubject as Json,
    },
  ),
  praised.met('W43-11', 'the policy of the caller', 'endorsements that do not hold are only reported', {
    input: textOf(await own(withAchievement({ endorsement: [endorsement] }))),
    circumstances: { policies: { openBadges: { endorsements: { unverified: 'reported' } } } },
  }),

  embedded.refusedWhere(
    'W44-1',
    'Open Badges 3.0 §9.3',
    'another address than the verifier knows',
    'policy/recipient_mismatch',
    knowing('emailAddress', 'other@example.org'),
  ),
  embedded.refusedWhere(
    'W44-2',
    'Open Badges 3.0 §9.3',
    'the hash itself is no address',
    'policy/recipient_mismatch',
    knowing('emailAddress', (subject.identifier as Members[])[0]?.identityHash as string),
  ),
  embedded.met('W44-3', 'Open Badges 3.0 §9.3', 'by an identifier in the open', knowing('studentId', '0000-0042')),
  embedded.met('W44-4', 'Open Badges 3.0 §9.3', 'by the id of the subject', knowing('id', didKey('holder-ed25519'))),
  embedded.refusedWhere(
    'W44-5',
    'Open Badges 3.0 §9.3',
    'the right value of another kind',
    'policy/recipient_mismatch',
    knowing('userName', '0000-0042'),
  ),
]

function knowing(identityType: string, value: string) {
  return { circumstances: { policies: { openBadges: { endorsements: {}, recipient: { identityType, value } } } } }
}

function bent(token: string): string {
  const [header, payload, signature = ''] = token.split('.')
  return [header, payload, `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`].join('.')
}

function manyEndorsements(): Promise<Members[]> {
  return Promise.all(
    Array.from({ length: 33 }, (_, index) =>
      endorsed({ ...endorsement, id: `https://second.example/endorsements/${index}` }),
    ),
  )
}

function legacy(): string {
  const document: Members = {
    ...without(badge, 'validFrom', 'validUntil'),
    '@context': ['https://www.w3.org/2018/credentials/v1', contexts[1] as string],
    issuanceDate: badge.validFrom as Json,
    expirationDate: badge.validUntil as Json,
  }
  const claims = {
    iss: issuer,
    jti: badgeId,
    sub: subject.id as Json,
    nbf: at(badge.validFrom as string),
    vc: document,
  }
  const removed = Object.fromEntries(Object.keys(badge).map((name) => [name, null]))
  return jwtOf(badge, { claims: { ...removed, ...claims, exp: at(badge.validUntil as string) } })
}

/** An endorsement that is text, which RDF would take for a URL. */
function jwtless(): string {
  return jwtOf(withAchievement({ endorsement: ['https://second.example/endorsements/1'] }))
}

export const openBadgeSuites: readonly Suite[] = [{ suite: 'vc/open-badges', cases: openBadgeCases }]
