import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CborFloat, type CborInput, CborTag, diagnose, encodeCbor } from '@hashikake/encoding/cbor'
import { isIndividualNumber, readDeviceResponse } from '@hashikake/mdoc'
import {
  type DegreeKind,
  type DocType,
  degreeDocTypes,
  docTypeOf,
  drivingLicence,
  type ElementDefinition,
  elementName,
  elementOf,
  elementValues,
  knownDocTypes,
  myNumberCard,
  type PlainElements,
  type PlainValue,
  personIdentificationData,
  photoId,
  projectAuthority,
} from '@hashikake/mdoc/doc-types'
import { describe, expect, it } from 'vitest'

const general = 'org.iso.23220.1'
const own = `${projectAuthority}.academic.1`
const university: PlainValue = {
  name: '架橋試験大学',
  country: 'JP',
  identifiers: [{ scheme: 'MEXT school code', value: 'F199399900014' }],
}
const person = {
  family_name: '架空',
  given_name: '洋子',
  birth_date: '2001-11-03',
  document_number: '修第990042号',
  issue_date: '2026-04-01',
  issuing_country: 'JP',
  issuing_authority_unicode: '架橋試験大学',
}
const degree = {
  original_language: 'ja',
  award_status: 'awarded',
  awarding_bodies: [university],
  award_date: '2026-03-25',
  qualification_nature: 'degree',
  title: '修士(工学)',
}
const { degree: degreeType, transcript, expected_graduation: expected } = degreeDocTypes()

/** A degree with one thing changed; undefined takes it out. */
function degreeWith(changes: Record<string, unknown>, personal: Record<string, unknown> = {}): PlainElements {
  const changed = (one: object, other: object): object =>
    Object.fromEntries(Object.entries({ ...one, ...other }).filter(([, value]) => value !== undefined))
  return { [general]: changed(person, personal), [own]: changed(degree, changes) } as PlainElements
}
const written = (changes: Record<string, unknown>, element: string): unknown =>
  elementValues(degreeType, degreeWith(changes)).get(own)?.get(element)

const licence = () => ({
  family_name: 'Mustermann',
  given_name: 'Erika',
  birth_date: '1971-09-01',
  issue_date: '2026-01-02T03:04:05Z',
  expiry_date: '2031-01-02',
  issuing_country: 'UT',
  issuing_authority: 'Utopia Licensing',
  document_number: 'SYN-1',
  portrait: new Uint8Array([0xff, 0xd8]),
  driving_privileges: [{ vehicle_category_code: 'B', issue_date: '1990-01-01', codes: [{ code: '01' }] }],
  un_distinguishing_sign: 'UTO',
  age_over_18: true,
  biometric_template_face: new Uint8Array([1]),
})
const licenceValues = (elements: object) =>
  elementValues(drivingLicence, { 'org.iso.18013.5.1': elements } as PlainElements).get('org.iso.18013.5.1')

/** In diagnostic notation, on one line. */
const notation = (value: CborInput = null): string => diagnose(encodeCbor(value)).replace(/\n\s*/g, '')

/** What is said where it is refused. */
function refusal(work: () => unknown): string {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof TypeError) return thrown.message
    throw thrown
  }
  return 'accepted'
}

describe('the values of elements', () => {
  it('are CBOR as it is signed', () => {
    const values = elementValues(degreeType, degreeWith({}))
    expect(values.get(general)?.get('birth_date')).toEqual(new CborTag(1004, '2001-11-03'))
    expect(values.get(own)?.get('award_date')).toEqual(new CborTag(1004, '2026-03-25'))
    expect(values.get(own)?.get('title')).toBe('修士(工学)')
    expect(notation(values.get(own)?.get('awarding_bodies'))).toBe(
      '[{"name": "架橋試験大学","country": "JP","identifiers": [{"value": "F199399900014","scheme": "MEXT school code"}]}]',
    )
  })

  it('keep an average of 3.0 a float, within maps and lists as well', () => {
    const gpa = written({ gpa: { value: 3, maximum: 4 } }, 'gpa')
    expect(gpa).toEqual(
      new Map([
        ['value', new CborFloat(3)],
        ['maximum', new CborFloat(4)],
      ]),
    )
    const courses = [
      { title: '解析学', status: 'passed', date: '2025-02-14', credits: { value: 2, unit: '単位' }, grade_point: 3 },
      { title: '代数学', status: 'failed', grade: { value: '不可', scale: '秀・優・良・可・不可' } },
    ]
    const records = {
      original_language: 'ja',
      institutions: [university],
      courses,
      course_count: 2,
      credits_total: { value: 2, unit: '単位' },
    }
    const record = elementValues(transcript, { [general]: person, [own]: records }).get(own)
    expect(notation(record?.get('courses'))).toBe(
      '[{"date": 1004("2025-02-14"),"title": "解析学","status": "passed","credits": {"unit": "単位","value": 2.0},"grade_point": 3.0},' +
        '{"grade": {"scale": "秀・優・良・可・不可","value": "不可"},"title": "代数学","status": "failed"}]',
    )
    expect(record?.get('course_count')).toBe(2)
  })

  it('are a day or a time where both may stand, and a day or the structure of an uncertain one', () => {
    const elements = licence()
    const values = licenceValues(elements)
    expect(values?.get('issue_date')).toEqual(new CborTag(0, '2026-01-02T03:04:05Z'))
    expect(values?.get('expiry_date')).toEqual(new CborTag(1004, '2031-01-02'))
    expect(values?.get('age_over_18')).toBe(true)
    expect(values?.get('driving_privileges')).toEqual([
      new Map<string, unknown>([
        ['vehicle_category_code', 'B'],
        ['issue_date', new CborTag(1004, '1990-01-01')],
        ['codes', [new Map([['code', '01']])]],
      ]),
    ])
    // Copied: what becomes of the caller's bytes afterwards is another matter.
    elements.portrait[0] = 0
    expect(values?.get('portrait')).toEqual(new Uint8Array([0xff, 0xd8]))
    const uncertain = { birth_date: '1971-09-01', approximate_mask: '00000011' }
    const masked = elementValues(degreeType, degreeWith({}, { birth_date: uncertain })).get(general)
    expect(masked?.get('birth_date')).toEqual(
      new Map<string, unknown>([
        ['birth_date', new CborTag(1004, '1971-09-01')],
        ['approximate_mask', '00000011'],
      ]),
    )
  })

  it('of a licence may be empty where the standard lets them, and nowhere else', () => {
    const empty = licenceValues({ ...licence(), driving_privileges: [], un_distinguishing_sign: '' })
    expect(empty?.get('driving_privileges')).toEqual([])
    expect(empty?.get('un_distinguishing_sign')).toBe('')
    for (const [element, value] of [
      ['portrait', new Uint8Array()],
      ['document_number', ''],
      ['driving_privileges', [{ vehicle_category_code: 'B', codes: [] }]],
      ['driving_privileges', [{ codes: [{ code: '01' }] }]],
      ['eye_colour', 'violet'],
      ['issuing_jurisdiction', 'Tokyo'],
      ['family_name', '架空'],
      ['sex', 3],
    ] as const)
      expect(refusal(() => licenceValues({ ...licence(), [element]: value }))).toContain(`org.iso.18013.5.1/${element}`)
  })

  it('may be few for one who has a single name', () => {
    expect(
      elementValues(degreeType, degreeWith({}, { given_name: '' }))
        .get(general)
        ?.get('given_name'),
    ).toBe('')
    expect(refusal(() => elementValues(degreeType, degreeWith({}, { family_name: '' })))).toContain(
      '/family_name takes',
    )
  })

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['award_date takes a day', { award_date: '2026-02-29' }, {}],
    ['award_date takes a day', { award_date: '2026-3-25' }, {}],
    ['award_date takes a day', { award_date: '2026-03-25T00:00:00Z' }, {}],
    ['award_date takes a day', { award_date: new Date(0) }, {}],
    ['birth_date takes a day', {}, { birth_date: '2001-13-03' }],
    ['birth_date.birth_date is missing', {}, { birth_date: { approximate_mask: '00000011' } }],
    ['birth_date has no member day', {}, { birth_date: { birth_date: '2001-11-03', day: '03' } }],
    ['title is missing', { title: undefined }, {}],
    ['document_number is missing', {}, { document_number: undefined }],
    ['title takes text', { title: 7 }, {}],
    ['title takes text that is not empty', { title: '' }, {}],
    ['title takes text', { title: '\ud800' }, {}],
    ['title takes at most 150 characters', { title: '学'.repeat(151) }, {}],
    ['title takes text', { title: null }, {}],
    ['award_status takes awarded', { award_status: 'expected' }, {}],
    ['eqf_level takes 1, 2', { eqf_level: 9 }, {}],
    ['schooling_years_before_entry takes a whole number', { schooling_years_before_entry: -1 }, {}],
    ['schooling_years_before_entry takes a whole number', { schooling_years_before_entry: 12.5 }, {}],
    ['gpa.value takes a number', { gpa: { value: Number.NaN, maximum: 4 } }, {}],
    ['gpa.value takes a number', { gpa: { value: '3.0', maximum: 4 } }, {}],
    ['gpa.maximum is missing', { gpa: { value: 3 } }, {}],
    ['awarding_bodies takes a list with something in it', { awarding_bodies: [] }, {}],
    ['awarding_bodies[0] takes an object', { awarding_bodies: ['架橋試験大学'] }, {}],
    ['awarding_bodies[0].country takes a country', { awarding_bodies: [{ name: 'x', country: 'jp' }] }, {}],
    ['official_length takes a duration', { official_length: 'P' }, {}],
    ['original_language takes a language tag', { original_language: '日本語' }, {}],
    ['isced_f takes two to four digits', { isced_f: '7' }, {}],
    ['family_name_latin1 takes characters of ISO/IEC 8859-1', {}, { family_name_latin1: '架空' }],
    ['has no io.github.hashikake.academic.1/grade', { grade: '優' }, {}],
    ['has no io.github.hashikake.academic.1/courses', { courses: [] }, {}],
    ['has no org.iso.23220.1/individual_number_unicode', {}, { individual_number_unicode: '123456789018' }],
  ])('are refused: %s', (words, changes, personal) => {
    expect(elementValues(degreeType, degreeWith({})).size).toBe(2)
    const said = refusal(() => elementValues(degreeType, degreeWith(changes, personal)))
    expect(said).toContain(words)
    for (const value of ['2026-02-29', '123456789018', '日本語', 'P2X']) expect(said).not.toContain(value)
  })

  it('are taken at the very edge of what is allowed', () => {
    expect(written({ title: '𠮷'.repeat(150) }, 'title')).toBe('𠮷'.repeat(150))
    expect(refusal(() => written({ title: '𠮷'.repeat(151) }, 'title'))).toContain('at most 150 characters')
    expect(written({ award_date: '2024-02-29' }, 'award_date')).toEqual(new CborTag(1004, '2024-02-29'))
  })

  it('have no members that come from elsewhere', () => {
    const parsed = JSON.parse(`{ "${general}": { "__proto__": { "family_name": "x" } } }`) as PlainElements
    expect(refusal(() => elementValues(degreeType, parsed))).toContain('has no org.iso.23220.1/__proto__')
    expect(refusal(() => elementValues(degreeType, { constructor: { name: 'x' } }))).toContain(
      'has no constructor/name',
    )
    expect(refusal(() => elementValues(degreeType, degreeWith({ toString: 'x' })))).toContain('/toString')
    const inherited = Object.create({ [general]: person, [own]: degree }) as PlainElements
    expect(refusal(() => elementValues(degreeType, inherited))).toContain('takes { namespace')
  })

  it('of passport data come with all that belongs to them', () => {
    const datagroups = 'org.iso.23220.datagroups.1'
    const bytes = new Uint8Array([1])
    const identity = {
      family_name: 'D',
      given_name: 'E',
      birth_date: '2001-01-01',
      portrait: bytes,
      issue_date: '2026-01-01',
      expiry_date: '2031-01-01',
      issuing_authority: 'Synthetic',
      issuing_country: 'UT',
      age_over_18: true,
    }
    const said = (groups: Record<string, Uint8Array>, photo: Record<string, string>): string =>
      refusal(() => elementValues(photoId, { [general]: identity, [photoId.docType]: photo, [datagroups]: groups }))
    const travel = { travel_document_type: 'P', travel_document_mrz: 'P<UTO' }
    expect(said({}, {})).toBe('accepted')
    expect(said({ dg1: bytes, dg2: bytes, sod: bytes, dg14: bytes }, travel)).toBe('accepted')
    expect(said({ dg1: bytes, dg2: bytes }, travel)).toContain(`${datagroups}/sod is missing`)
    expect(said({ dg14: bytes, dg2: bytes, sod: bytes }, travel)).toContain(`${datagroups}/dg1 is missing`)
    expect(said({ dg1: bytes, dg2: bytes, sod: bytes }, { travel_document_type: 'P' })).toContain(
      'travel_document_mrz is',
    )
  })

  it('are made neither for what is only read, nor under the names of older drafts', () => {
    expect(refusal(() => elementValues(myNumberCard, { [general]: { age_over_20: true } }))).toContain('never issued')
    expect(refusal(() => elementValues(photoId, { [general]: { family_name_unicode: 'x' } }))).toContain(
      'older documents',
    )
    const pid = { 'eu.europa.ec.eudiw.pid.1': { family_name: 'x' } }
    expect(refusal(() => elementValues(personIdentificationData, pid))).toContain('has no eu.europa.ec.eudiw.pid.1')
  })
})

describe('a type of document', () => {
  it('is found by its name, and by other spellings that are met', () => {
    expect(docTypeOf('org.iso.18013.5.1.mDL')).toBe(drivingLicence)
    expect(docTypeOf('org.iso.23220.photoID.1')).toBe(photoId)
    expect(docTypeOf('eu.europa.ec.eudiw.pid.1')).toBe(personIdentificationData)
    expect(docTypeOf(`${projectAuthority}.transcript.1`)?.name.ja).toBe('成績証明書')
    expect(docTypeOf('org.iso.18013.5.1.mdl')).toBeUndefined()
    const others = Object.values(degreeDocTypes('jp.ac.example'))
    expect(docTypeOf('jp.ac.example.degree.1')).toBeUndefined()
    expect(docTypeOf('jp.ac.example.degree.1', others)?.name.en).toBe('Degree or diploma')
  })

  it('names its elements in both languages', () => {
    expect(elementName(drivingLicence, 'org.iso.18013.5.1', 'age_over_21')).toEqual({
      en: '21 years old or over',
      ja: '満21歳以上',
    })
    expect(elementName(drivingLicence, 'org.iso.18013.5.1', 'biometric_template_signature_sign')?.en).toBe(
      'Biometric template: signature sign',
    )
    expect(elementName(photoId, 'org.iso.23220.photoID.1', 'birth_city')?.ja).toBe('出生地（市区町村）')
    expect(elementName(myNumberCard, 'org.iso.23220.1.jp', 'full_name_unicode')?.ja).toBe('氏名')
    for (const [namespace, element] of [
      ['org.iso.18013.5.1', 'age_over_1'],
      ['org.iso.18013.5.1', 'biometric_template_'],
      ['org.iso.18013.5.1', 'toString'],
      ['org.iso.18013.5.2', 'family_name'],
      ['__proto__', 'toString'],
    ] as const)
      expect(elementName(drivingLicence, namespace, element)).toBeUndefined()
  })

  it('is frozen, and names each element and member in English and Japanese', () => {
    const unnamed: string[] = []
    const look = (place: string, one: ElementDefinition): void => {
      if (!/[A-Za-z]/.test(one.name.en) || !/[\p{Script=Han}\p{Script=Kana}]|GPA/u.test(one.name.ja))
        unnamed.push(place)
      expect(Object.isFrozen(one)).toBe(true)
      const within = one.type === 'array' ? one.items : one
      if (within.type === 'map')
        for (const [name, member] of Object.entries(within.members)) look(`${place}.${name}`, member)
    }
    for (const docType of knownDocTypes)
      for (const [namespace, elements] of Object.entries(docType.namespaces))
        for (const [element, one] of Object.entries(elements)) look(`${docType.docType} ${namespace}/${element}`, one)
    expect(unnamed).toEqual([])
  })

  it('says what the certificate of its signer must say too, and what is restricted, of elements that it has', () => {
    const placesOf = ({
      certificate,
      restricted = [],
      essential = [],
    }: DocType): readonly (readonly [string, string])[] =>
      [certificate?.countryName, certificate?.stateOrProvinceName, ...restricted, ...essential].filter(
        (one) => one !== undefined,
      )
    for (const docType of knownDocTypes)
      for (const [namespace, element] of placesOf(docType)) expect(elementOf(docType, namespace, element)).toBeDefined()
    expect(drivingLicence.certificate?.stateOrProvinceName).toEqual(['org.iso.18013.5.1', 'issuing_jurisdiction'])
    expect(personIdentificationData.certificate).toBeUndefined()
    expect(myNumberCard.restricted).toEqual([['org.iso.23220.1.jp', 'individual_number_unicode']])
  })

  // The vectors are others', and not part of a checkout.
  const annexD = fileURLToPath(new URL('../../../../shared/vectors/mdoc/iso18013-5-annex-d.json', import.meta.url))
  it.skipIf(!existsSync(annexD))('knows every element of the licence in ISO/IEC 18013-5 annex D', () => {
    const vectors = JSON.parse(readFileSync(annexD, 'utf8')) as Record<string, string>
    const response = new Uint8Array(Buffer.from(vectors.DEVICE_RESPONSE ?? '', 'hex'))
    const [document] = readDeviceResponse(response).documents
    const items = document?.issuerSigned.items ?? []
    expect(items.length).toBeGreaterThan(0)
    for (const { namespace, elementIdentifier } of items)
      expect(elementOf(drivingLicence, namespace, elementIdentifier)).toBeDefined()
  })
})

describe('the types of academic documents', () => {
  const all = Object.entries(degreeDocTypes()) as [DegreeKind, DocType][]

  it('are named under whoever issues', () => {
    expect(degreeDocTypes('jp.ac.example').degree.docType).toBe('jp.ac.example.degree.1')
    expect(Object.keys(degreeDocTypes('jp.ac.example').degree.namespaces)).toEqual([
      'org.iso.23220.1',
      'org.etsi.01947201.010101',
      'jp.ac.example.academic.1',
    ])
  })

  it.each([
    '',
    'example',
    'jp.',
    '.jp',
    'jp..example',
    'JP.example',
    'jp.-x',
    'jp.x-',
    'jp.ex ample',
    `jp.${'x'.repeat(64)}`,
    'org.iso',
    'org.iso.23220',
    'org.etsi.x',
    'eu.europa.ec.eudi',
  ])('are not named under %j', (authority) => {
    expect(refusal(() => degreeDocTypes(authority))).toContain('degreeDocTypes takes a reverse domain')
  })

  it('may be named under what only looks like another', () => {
    expect(degreeDocTypes('org.isolde').degree.docType).toBe('org.isolde.degree.1')
  })

  it('never hold the Individual Number', () => {
    for (const [, { namespaces }] of all)
      for (const elements of Object.values(namespaces))
        expect(Object.keys(elements).filter(isIndividualNumber)).toEqual([])
  })

  it('have every element that their kind lists, and what a reader must ask for is mandatory', () => {
    expect(all.map(([kind]) => kind)).toEqual([
      'degree',
      'graduation',
      'expected_graduation',
      'diploma_supplement',
      'transcript',
      'period_of_study',
      'enrolment',
      'micro_credential',
    ])
    for (const [, docType] of all)
      for (const [namespace, element] of docType.essential ?? [])
        expect(elementOf(docType, namespace, element)?.presence).toBe('mandatory')
  })

  it('let nothing expected pass for what was awarded', () => {
    const statusOf = (docType: DocType): unknown => elementOf(docType, own, 'award_status')
    expect(statusOf(degreeType)).toMatchObject({ values: ['awarded'] })
    expect(statusOf(expected)).toMatchObject({ values: ['expected'] })
    expect(elementOf(expected, own, 'award_date')).toBeUndefined()
    expect(elementOf(expected, general, 'expiry_date')?.presence).toBe('mandatory')
    expect(elementOf(degreeType, general, 'expiry_date')?.presence).toBe('optional')
  })
})
