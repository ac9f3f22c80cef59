// A degree travels from Japan to Europe: issued, received, asked for, presented, verified, explained; then attacked five times.
// Every person, university and degree in it is synthetic. The keys are new each time, the clock stands still.
import assert from 'node:assert/strict'
import {
  anyIssuer,
  type ClaimPath,
  describePath,
  pinnedKeys,
  type StatusResolver,
  selectClaims,
  type Trust,
} from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import { openBundle, recordingOf, writeBundle } from '@hashikake/credential/retrieval'
import { engine } from '@hashikake/crypto/engine'
import { type Signer, signerFromJwk } from '@hashikake/crypto/signers'
import { decodeBase64urlText, encodeBase64urlText } from '@hashikake/encoding/base64url'
import { inspect, match, present, receive, type Selection } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { issuance, presentation, verification } from '@hashikake/sd-jwt/vc'
import { statusLists } from '@hashikake/status'
import { createStatusList, signStatusListJwt, statusValue } from '@hashikake/status/publishing'
import { anyOf, degreeAwardingInstitutions, entityHeldPower, trustedEntities } from '@hashikake/trust'
import {
  type Accepted,
  type Challenge,
  createChallenge,
  ignoreStatus,
  issuerKeys,
  issuers,
  maximumAge,
  memoryReplayStore,
  type Rejected,
  requiredClaims,
  types,
  verify,
} from '@hashikake/verifier'
import { explain } from '@hashikake/verifier/explain'
import { showAsMdoc } from './demo/as-mdoc.ts'
import { degreeOf, degreeType, registrar } from './demo/degree.ts'
import { makeHosts } from './demo/hosts.ts'
import { type Listed, makeList } from './demo/lists.ts'
import { bold, dim, heading, mark, row, say, under } from './demo/page.ts'
import { refuse, words } from './demo/verdicts.ts'

const now = defaultContext({ now: () => Date.parse('2026-12-01T01:00:00Z') })
const later = defaultContext({ now: () => Date.parse('2032-01-15T01:00:00Z') })
const newSigner = async (): Promise<Signer> => signerFromJwk((await engine.generateKey('ES256')).privateKey)
const [university, foreigner, graduate] = [await newSigner(), await newSigner(), await newSigner()]

const formats = [presentation()]
const trust = issuerKeys({ [registrar]: { keys: [university.publicKey] } })
const rules = {
  formats: [verification()],
  trust,
  status: ignoreStatus,
  policies: [
    issuers([registrar]),
    types([degreeType]),
    requiredClaims([
      ['degree', 'status'],
      ['degree', 'title', 'ja'],
    ]),
    maximumAge(5 * 365 * 86_400),
  ],
  replay: memoryReplayStore(),
} as const
const asked: readonly ClaimPath[] = [
  ['person', 'name', 'latin'],
  ['person', 'birthdate'],
  ['degree', 'title', 'ja'],
  ['degree', 'title', 'en'],
  ['degree', 'award_date'],
]

console.log(bold('Hashikake 橋架け (hashikake), the building of a bridge'))
say('A degree travels from Japan to Europe. Every person, university and degree here is synthetic.')

heading('1  Issued · 発行 (hakkō)')
say('北都大学 (Hokuto Daigaku) awards 修士(工学) (shūshi, kōgaku), Master of Engineering,')
say('to 架空 花子 (Kakū Hanako). Her family name means “fictitious”.')
const [credential, issuing] = await timed(() => issueBy(university, registrar))
const { disclosures } = await inspect(credential, { formats, context: now })
assert.equal(disclosures.length, 20)
mark(
  '✓',
  `Signed, and bound to her key. She can withhold ${disclosures.length} claims, but not the status of the award.`,
)

heading('2  Received · 受領 (juryō)')
const received = await receive(credential, { formats, trust, holderKey: graduate.publicKey, context: now })
mark(received.accepted ? '✓' : '✗', explain(received, { words })[0] as string)
assert(received.accepted)

heading('3  Asked · 照会 (shōkai)')
say('Synthetische Universiteit Dijlestad, just as invented, asks for five claims. Her wallet has them:')
const challenge = ask()
const [found] = match([received.credential], { types: [degreeType], claims: asked.map((path) => ({ path })) })
assert(found !== undefined)
for (const path of found.disclose) row(describePath(path), valueAt(received.credential.claims, path))

heading('4  Presented · 提示 (teiji)')
const [presented, presenting] = await timed(() => show(found, challenge, now))
const shown = await inspect(presented, { formats, context: now })
assert.equal(shown.disclosures.length, 5)
mark(
  '✓',
  `${shown.disclosures.length} of ${disclosures.length} claims disclosed, for this request alone. The rest are digests, which tell nothing.`,
)

heading('5  Verified · 検証 (kenshō)')
const [result, verifying] = await timed(() => verify(presented, { ...rules, challenge, context: now }))
const [verdict, ...findings] = explain(result, { words }) as [string, ...string[]]
say(verdict)
for (const finding of findings) mark(finding.endsWith('passed.') ? '✓' : '–', finding)
say(explain(result, { words, locale: 'ja' })[0] as string, dim)
assert(result.accepted)
assert.deepEqual(
  asked.map((path) => valueAt(result.credential.claims, path)),
  asked.map((path) => valueAt(received.credential.claims, path)),
)
assert.deepEqual(selectClaims(result.credential.claims, ['person', 'student_number']), [])

heading('6  Attacked five times · 攻撃 (kōgeki)')
await refuse('Changed · 改ざん (kaizan): the master’s degree becomes a doctor’s', {
  result: verify(changeClaim(presented, 'Master', 'Doctor'), { ...rules, challenge, context: now }),
  stage: 'authenticate',
  code: 'disclosure_unreferenced',
})
await refuse('Stripped · 署名の除去 (shomei no jokyo): the holder’s proof is cut off', {
  result: verify(presented.slice(0, presented.lastIndexOf('~') + 1), { ...rules, challenge, context: now }),
  stage: 'parse',
  code: 'key_binding_missing',
})
await refuse('Replayed · 使い回し (tsukaimawashi): the same answer is sent again', {
  result: verify(presented, { ...rules, challenge, context: now }),
  stage: 'policy',
  code: 'nonce_replayed',
})
await refuse('… and sent again as the answer to a new request', {
  result: verify(presented, { ...rules, challenge: ask(), context: now }),
  stage: 'authenticate',
  code: 'key_binding_nonce_mismatch',
})
await refuse('Expired · 期限切れ (kigengire): properly presented, but in January 2032', {
  result: answer(found, later),
  stage: 'policy',
  code: 'expired',
})
await refuse('Foreign · 未登録の発行者 (mitōroku no hakkōsha): an unlisted university signs the same degree', {
  result: answerSignedBy(foreigner, 'https://registrar.nanto-univ.example'),
  stage: 'trust',
  code: 'key_unknown',
})
await refuse('… and signs it in the name of 北都大学 (Hokuto Daigaku)', {
  result: answerSignedBy(foreigner, registrar),
  stage: 'authenticate',
  code: 'signature_invalid',
})

heading('7  Two lists · 二つの一覧 (futatsu no ichiran)')
say(
  'Until here a key was pinned by hand. Each side also publishes a list of those who may award degrees, in the shape of ETSI TS 119 602: from here on admissions trusts the two lists, and asks whether each degree still holds.',
)
const [ministry, agency] = [await newSigner(), await newSigner()]
const dijlestad = 'https://diploma.dijlestad.example'
const statusUri = `${registrar}/statuslists/1`
const hokuto: Listed = {
  names: { ja: '北都大学（架空）', en: 'Hokuto University (synthetic)' },
  issuer: registrar,
  key: university.publicKey,
  degreeType,
  address: { street: '1 Mihon', locality: 'Hokuto', country: 'JP' },
  identifiers: [
    { scheme: 'jp-mext-school-code', value: 'F199199900027' },
    { scheme: 'jp-corporate-number', value: '9999999999999' },
  ],
}
const universiteit: Listed = {
  names: { nl: 'Synthetische Universiteit Dijlestad', en: 'Synthetic University of Dijlestad' },
  issuer: dijlestad,
  key: foreigner.publicKey,
  degreeType,
  address: { street: 'Voorbeeldstraat 1', locality: 'Dijlestad', country: 'BE' },
  identifiers: [],
}
const japanese = { territory: 'JP', operator: 'Synthetic ministry', edition: 1, universities: [hokuto] }
const european = { territory: 'EU', operator: 'Synthetic agency', edition: 1, universities: [universiteit] }
const hosts = makeHosts()
const online = defaultContext({ now: now.now, retrieval: hosts.retrieval })
const register = createStatusList({ size: 131_072, bits: 4, context: now })
const [stands, falls, corrected] = [register.allocate(), register.allocate(), register.allocate()]
register.set(falls, statusValue.invalid)
register.set(corrected, 12)
hosts.answer(statusUri, 'application/statuslist+jwt', await publish())

const listed = await trustIn([await makeList(japanese, ministry, now), await makeList(european, agency, now)])
await accept('The degree from Japan, found through the Japanese list', answerTo(listed, await listedDegree(stands)))
await accept('A degree from Dijlestad, found through the European one', answerTo(listed, await dijlestadDegree()))
mark(
  '–',
  `The issuer’s host was asked ${hosts.asked().length} time, for a list of 131,072 degrees. It was not told whose it was about.`,
)
await refuse('Revoked · 失効 (shikkō): the list says that this degree no longer holds', {
  result: answerTo(listed, await listedDegree(falls)),
  stage: 'status',
  code: 'status_invalid',
})
await refuse('Replaced · 差し替え (sashikae): corrected, and issued anew', {
  result: answerTo(listed, await listedDegree(corrected)),
  stage: 'status',
  code: 'status_replaced',
})

heading('8  A power that ended · 授与権の終わり (juyoken no owari)')
say('In a later edition of the Japanese list, Hokuto could award until 31 March 2026.')
const ended = await trustIn([
  await makeList({ ...japanese, edition: 2, universities: [{ ...hokuto, through: '2026-03-31' }] }, ministry, now),
])
await accept('The degree of 25 March 2026 stands', answerTo(ended, await listedDegree(stands)))
await refuse('A degree of 25 September 2026 does not', {
  result: answerTo(ended, await listedDegree(stands, '2026-09-25')),
  stage: 'policy',
  code: 'awarding_power_missing',
})

heading('9  All hosts are down · 停止 (teishi)')
const bundle = await openBundle(await makeBundle(), { keys: [agency.publicKey], context: now })
hosts.fail()
await refuse('Nobody can be asked, and nothing is remembered: to be tried again', {
  result: answerTo(await freshTrust(), await listedDegree(stands)),
  stage: 'status',
  code: 'status_unreachable',
})
await accept(
  `From the bundle of this morning, ${bundle.parts.length} part, and asking nobody`,
  answerTo(
    await freshTrust(),
    await listedDegree(stands),
    defaultContext({ now: now.now, retrieval: bundle.retrieval }),
  ),
)

heading('10  The same degree as an mdoc · 同じ学位をmdocで (onaji gakui o emudokku de)')
await showAsMdoc(degreeOf(graduate.publicKey), { graduate, university, context: now })

heading('11  Measured once, the first run of this process: an impression, not a benchmark · 計測 (keisoku)')
row('issued', `${credential.length} characters, ${issuing} ms`)
row('presented', `${presented.length} characters, ${presenting} ms`)
row('verified', `${verifying} ms`)

heading('All came out as told. Try next: node examples/dist/selective-disclosure.js')

interface Admissions {
  readonly trust: Trust
  readonly status: StatusResolver
}

/** Admissions trusts these lists, of these two operators, and asks the status lists of whom they name. */
async function trustIn(lists: readonly string[]): Promise<Admissions> {
  const signer = pinnedKeys([ministry, agency].map(({ publicKey }) => ({ key: publicKey, issuer: anyIssuer })))
  const trusts = lists.map((text) =>
    trustedEntities({ list: { text }, scheme: degreeAwardingInstitutions, signer, binding: 'other-id' }),
  )
  const trust = trusts.length === 1 ? (trusts[0] as Trust) : anyOf(...trusts)
  return { trust, status: statusLists({ trust, reasons: { 12: 'replaced', 13: 'withdrawn' } }) }
}

/** As a process that has just been started: nothing is remembered. */
async function freshTrust(): Promise<Admissions> {
  return trustIn([await makeList(japanese, ministry, now)])
}

function publish(): Promise<string> {
  return signStatusListJwt(register, {
    uri: statusUri,
    signer: university,
    context: now,
    issuer: registrar,
    timeToLive: 43_200,
    expires: new Date('2026-12-08T00:00:00Z'),
  })
}

/** A degree of Hokuto with an entry in its status list. */
function listedDegree(index: number, awarded = '2026-03-25'): Promise<string> {
  const draft = degreeOf(graduate.publicKey)
  const degree = { ...(draft.claims.degree as object), award_date: awarded }
  return issue(
    { ...draft, claims: { ...draft.claims, degree }, status: { status_list: { idx: index, uri: statusUri } } },
    { format: issuance(), issuer: { id: registrar, signer: university }, context: now },
  )
}

function dijlestadDegree(): Promise<string> {
  return issue(degreeOf(graduate.publicKey), {
    format: issuance(),
    issuer: { id: dijlestad, signer: foreigner },
    context: now,
  })
}

/** What was fetched this morning, signed by the agency. */
async function makeBundle(): Promise<string> {
  const recording = recordingOf(hosts.retrieval)
  const [morning] = [Math.floor(now.now() / 1000)]
  await recording.retrieve({ url: statusUri, mediaTypes: ['application/statuslist+jwt'], now: morning })
  return writeBundle(recording.parts(), { signer: agency, context: now })
}

/** The credential, properly presented to an office that trusts the lists. */
async function answerTo(
  { trust, status }: Admissions,
  encoded: string,
  context: Context = online,
): Promise<Accepted | Rejected> {
  const request = ask()
  const presented = await show({ credential: { format: 'dc+sd-jwt', encoded }, disclose: asked }, request, now)
  return verify(presented, {
    formats: [verification()],
    trust,
    status,
    challenge: request,
    context,
    policies: [types([degreeType]), entityHeldPower({ awardDate: ['degree', 'award_date'] })],
  })
}

async function accept(title: string, result: Promise<Accepted | Rejected>): Promise<void> {
  const verdict = await result
  assert(verdict.accepted, `${title}: ${verdict.accepted ? '' : verdict.code}`)
  mark('✓', title, bold)
  const { evidence, status } = verdict.credential
  const named = (kind: string, name: string): string => String(evidence.find((one) => one.kind === kind)?.[name])
  under(
    `${named('trusted-entity', 'entity')} · list of the ${named('trust-list', 'operator')} (${named('trust-list', 'schemeTerritory')}), edition ${named('trust-list', 'sequenceNumber')} · status: ${status}`,
  )
}

function ask(): Challenge {
  return createChallenge({ protocol: 'direct', audience: 'https://admissions.dijlestad.example' })
}

function issueBy(signer: Signer, id: string): Promise<string> {
  return issue(degreeOf(graduate.publicKey), { format: issuance(), issuer: { id, signer }, context: now })
}

async function show(selection: Selection, to: Challenge, context: Context): Promise<string> {
  const [presented] = await present([{ ...selection, signer: graduate }], { formats, challenge: to, context })
  return presented as string
}

/** A fresh request, properly answered. */
async function answer(selection: Selection, context: Context): Promise<Accepted | Rejected> {
  const request = ask()
  return verify(await show(selection, request, context), { ...rules, challenge: request, context })
}

/** The same degree under another signature, properly presented. */
async function answerSignedBy(signer: Signer, id: string): Promise<Accepted | Rejected> {
  const encoded = await issueBy(signer, id)
  return answer({ credential: { format: 'dc+sd-jwt', encoded }, disclose: asked }, now)
}

/** Opens the disclosure that holds a word, puts another in its place, and leaves every other character as it was. */
function changeClaim(presented: string, from: string, to: string): string {
  const [jwt, ...rest] = presented.split('~')
  const keyBinding = rest.pop()
  const disclosures = rest.map((one) => encodeBase64urlText(decodeBase64urlText(one).replace(from, to)))
  assert.equal(disclosures.filter((one, i) => one !== rest[i]).length, 1)
  return [jwt, ...disclosures, keyBinding].join('~')
}

function valueAt(claims: Parameters<typeof selectClaims>[0], path: ClaimPath): string {
  return String(selectClaims(claims, path)[0]?.value)
}

async function timed<T>(work: () => Promise<T>): Promise<[T, string]> {
  const start = performance.now()
  const done = await work()
  return [done, (performance.now() - start).toFixed(1)]
}
