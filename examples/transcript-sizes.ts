// A transcript of 200 courses as ISO mdoc, once with all courses as one element and once with an element each, and as SD-JWT VC:
// how large it is, and how long it takes. The times are those of the machine.
import assert from 'node:assert/strict'
import { type Challenge, type ClaimPath, type Encoded, issuerKeys } from '@hashikake/credential'
import { engine } from '@hashikake/crypto/engine'
import { type Signer, signerFromJwk } from '@hashikake/crypto/signers'
import { type HeldCredential, present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import * as mdoc from '@hashikake/mdoc'
import { degreeDocTypes, elementValues } from '@hashikake/mdoc/doc-types'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import { anchors, anyOf } from '@hashikake/trust'
import { ignoreStatus, verify } from '@hashikake/verifier'
import { makeDocumentSigner } from './demo/certificates.ts'
import { bold, dim, say } from './demo/page.ts'

const count = 200
const shownOfAll = 5
const id = 'https://registrar.synthetic-univ.example'
const challenge: Challenge = {
  protocol: 'openid4vp',
  clientId: 'x509_san_dns:admissions.example',
  nonce: 'n-0S6_WzA2Mj-sizes',
  responseUri: 'https://admissions.example/answers',
}

const graduate = await signerFromJwk((await engine.generateKey('ES256')).privateKey)
const registrar: Signer = await signerFromJwk((await engine.generateKey('ES256')).privateKey)
const { authority, ...documentSigner } = await makeDocumentSigner(Date.now())
const trust = anyOf(
  issuerKeys({ [id]: { keys: [registrar.publicKey] } }),
  anchors([authority], { profile: 'iso-mdoc-document-signer', binding: 'none' }),
)
const expires = new Date(Date.now() + 180 * 86_400_000)

/** What nobody studied: the record of a student who does not exist. */
const courses = Array.from({ length: count }, (_, i) => ({
  code: `ENG-${101 + i}`,
  title: `架空工学 第${i + 1}部`,
  title_en: `Synthetic Engineering, part ${i + 1}`,
  status: 'passed',
  academic_year: String(2022 + (i % 4)),
  credits: { value: 2, unit: '単位' },
  grade: { value: ['秀', '優', '良', '可'][i % 4] as string, scale: '秀・優・良・可・不可' },
}))
const person = {
  family_name: '架空',
  given_name: '花子',
  birth_date: '2003-04-05',
  document_number: 'SPECIMEN-0001',
  issue_date: '2026-03-24',
  issuing_country: 'JP',
  issuing_authority_unicode: '架空大学',
}

const { transcript } = degreeDocTypes('example.synthetic-univ.registrar')
const [general, , academic] = Object.keys(transcript.namespaces) as [string, string, string]
const oneElement = elementValues(transcript, {
  [general]: person,
  [academic]: {
    original_language: 'ja',
    institutions: [{ name: '架空大学', country: 'JP' }],
    courses,
    course_count: count,
    credits_total: { value: 2 * count, unit: '単位' },
  },
})
const values = oneElement.get(academic)?.get('courses') as readonly never[]
const byCourse = 'example.synthetic-univ.registrar.courses.1'
const nameOf = (i: number): string => `course_${String(i + 1).padStart(3, '0')}`

interface Form {
  readonly name: string
  readonly format: 'mso_mdoc' | 'dc+sd-jwt'
  issue(): Promise<Encoded>
  readonly some: readonly ClaimPath[]
  readonly all: readonly ClaimPath[]
}

const mdocOf = (name: string, docType: string, namespaces: mdoc.MdocDraft['namespaces']) => ({
  name,
  format: 'mso_mdoc' as const,
  issue: () =>
    issue(
      { docType, namespaces, holderKey: graduate.publicKey, expires },
      { format: mdoc.issuance(), issuer: documentSigner },
    ),
})
const forms: readonly Form[] = [
  {
    ...mdocOf('mdoc, all courses one element', transcript.docType, oneElement),
    some: [[academic, 'courses']],
    all: [...oneElement.keys()].map((namespace) => [namespace]),
  },
  {
    ...mdocOf('mdoc, an element each', `${byCourse}.document`, {
      [general]: Object.fromEntries(oneElement.get(general) ?? []),
      [byCourse]: Object.fromEntries(values.map((course, i) => [nameOf(i), course])),
    }),
    some: Array.from({ length: shownOfAll }, (_, i) => [byCourse, nameOf(i)]),
    all: [[general], [byCourse]],
  },
  {
    name: 'SD-JWT VC, each disclosable',
    format: 'dc+sd-jwt',
    issue: () =>
      issue(
        {
          vct: `${id}/vct/transcript`,
          claims: { person, courses },
          disclosable: [['person'], ['courses', null]],
          holderKey: graduate.publicKey,
          expires,
        },
        { format: sdJwtVc.issuance(), issuer: { id, signer: registrar } },
      ),
    some: Array.from({ length: shownOfAll }, (_, i) => ['courses', i]),
    all: [['person'], ['courses']],
  },
]

const holding = [sdJwtVc.presentation(), mdoc.presentation()]
const verifying = [sdJwtVc.verification(), mdoc.verification({ issuingAuthority: { [transcript.docType]: general } })]

async function hold(encoded: Encoded): Promise<HeldCredential> {
  const received = await receive(encoded, { formats: holding, trust, holderKey: graduate.publicKey })
  assert(received.accepted)
  return received.credential
}

async function show(credential: HeldCredential, disclose: readonly ClaimPath[]): Promise<Encoded> {
  const [shown] = await present([{ credential, disclose, signer: graduate }], { formats: holding, challenge })
  return shown as Encoded
}

async function check(shown: Encoded): Promise<void> {
  const result = await verify(shown, { formats: verifying, trust, challenge, status: ignoreStatus })
  assert(result.accepted)
}

/** Milliseconds, the median of some runs once the compiler has seen enough. */
async function timeOf(run: () => Promise<unknown>): Promise<string> {
  const times: number[] = []
  for (let i = 0; i < 25; i++) {
    const start = performance.now()
    await run()
    if (i >= 10) times.push(performance.now() - start)
  }
  times.sort((one, other) => one - other)
  return (times[7] as number).toFixed(1)
}

const sizeOf = (encoded: Encoded): string => `${(encoded.length / 1024).toFixed(1)}`
const line = (name: string, cells: readonly string[]): string =>
  `${name.padEnd(32)}${cells.map((cell) => cell.padStart(10)).join('')}`.trimEnd()

console.log(bold(`\nA transcript of ${count} courses · 履修${count}科目の成績証明書\n`))
console.log(`   ${line('', ['KiB', '', '', 'ms', '', '', '', ''])}`)
console.log(
  `   ${line('', ['issued', `${shownOfAll} shown*`, 'all', 'issue', 'show 5*', 'check 5*', 'show all', 'check all'])}`,
)
for (const { name, some, all, issue: make } of forms) {
  const encoded = await make()
  const held = await hold(encoded)
  const [few, whole] = [await show(held, some), await show(held, all)]
  const cells = [
    ...[encoded, few, whole].map(sizeOf),
    await timeOf(make),
    await timeOf(() => show(held, some)),
    await timeOf(() => check(few)),
    await timeOf(() => show(held, all)),
    await timeOf(() => check(whole)),
  ]
  console.log(`   ${line(name, cells)}`)
  assert(few.length < whole.length)
}
console.log('')
say('* of the first, the one element that holds them all: whoever shows a course shows every course.', dim)
say(
  'As one element nothing can be left out unseen, and all of it stays small. With an element or a disclosure each, the holder chooses, and every course costs its digest, shown or not: an mdoc carries the digests of all in its signature.',
)
say(
  '一つの要素にまとめると、科目を伏せることはできませんが小さくなります。科目ごとに分けると選んで開示できる代わりに、開示しない科目の分もダイジェストが残ります。',
)
