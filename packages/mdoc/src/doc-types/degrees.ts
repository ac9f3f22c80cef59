import { academicElements, attestationElements, generalElements } from './degree-elements.ts'
import type { DocType, ElementDefinition, ElementDefinitions, Name } from './doc-type.ts'
import { frozen } from './shapes.ts'

/** The kinds of academic documents; each has a docType of its own, so that none can pass for another. */
export type DegreeKind =
  | 'degree'
  | 'graduation'
  | 'expected_graduation'
  | 'diploma_supplement'
  | 'transcript'
  | 'period_of_study'
  | 'enrolment'
  | 'micro_credential'

/** The reverse domain of the project. Whoever has a domain puts theirs in its place. */
export const projectAuthority = 'io.github.hashikake'

const generalNamespace = 'org.iso.23220.1'
const attestationNamespace = 'org.etsi.01947201.010101'

interface Kind {
  readonly name: Name
  readonly mandatory: readonly string[]
  readonly optional: readonly string[]
  /** Of the elements of ISO/IEC TS 23220-2 that are optional elsewhere. */
  readonly general?: readonly string[]
  readonly essential: readonly string[]
  /** The values of a status that this document can have. */
  readonly statuses: readonly string[]
}

const everywhere: readonly string[] = [
  'notice',
  'full_name',
  'full_name_kana',
  'full_name_latin',
  'former_names',
  'student_number',
  'european_student_identifier',
  'successor_institution',
  'replaces',
]
const programme: readonly string[] = [
  'programme_title',
  'programme_title_en',
  'faculty',
  'faculty_en',
  'major',
  'major_en',
  'isced_f',
  'isced_p',
  'official_length',
  'mode_of_study',
  'languages_of_instruction',
]
const levels: readonly string[] = ['eqf_level', 'jeqf_level', 'qf_ehea_cycle', 'nqf_level']
const results: readonly string[] = ['credits', 'final_mark', 'distinction', 'gpa', 'grading_scales', 'thesis']
const qualification: readonly string[] = [
  ...levels,
  ...programme,
  'title_en',
  'institutions',
  'schooling_years_before_entry',
  'entry_requirement',
  'access_to_further_study',
  'doctoral_route',
  'quality_assurance',
]
const award: readonly string[] = ['award_status', 'awarding_bodies', 'award_date', 'qualification_nature', 'title']

const kinds: Readonly<Record<DegreeKind, Kind>> = {
  degree: {
    name: { en: 'Degree or diploma', ja: '学位記' },
    mandatory: award,
    optional: [...qualification, ...results],
    essential: ['award_status', 'awarding_bodies'],
    statuses: ['awarded'],
  },
  graduation: {
    name: { en: 'Certificate of graduation', ja: '卒業・修了証明書' },
    mandatory: award,
    optional: [...qualification, 'credits'],
    essential: ['award_status', 'awarding_bodies'],
    statuses: ['awarded'],
  },
  expected_graduation: {
    name: { en: 'Certificate of expected graduation', ja: '卒業・修了見込証明書' },
    mandatory: ['award_status', 'awarding_bodies', 'expected_award_date', 'qualification_nature', 'title'],
    optional: [...levels, ...programme, 'title_en', 'institutions', 'credits', 'enrolled_from', 'year_of_study'],
    general: ['expiry_date'],
    essential: ['award_status', 'awarding_bodies', 'expected_award_date'],
    statuses: ['expected'],
  },
  // The model in eight sections that goes with a diploma of the EHEA: no Japanese transcript is one.
  diploma_supplement: {
    name: { en: 'Diploma Supplement', ja: 'ディプロマ・サプリメント' },
    mandatory: [
      ...award,
      'official_length',
      'entry_requirement',
      'programme_requirements',
      'grading_scales',
      'access_to_further_study',
      'national_system',
    ],
    optional: [
      ...qualification,
      ...results,
      'learning_outcomes',
      'courses',
      'course_count',
      'credits_total',
      'professional_status',
      'further_information',
    ],
    essential: ['award_status', 'awarding_bodies'],
    statuses: ['awarded'],
  },
  transcript: {
    name: { en: 'Transcript of records', ja: '成績証明書' },
    mandatory: ['institutions', 'courses', 'course_count', 'credits_total'],
    optional: [
      ...programme,
      'gpa',
      'grading_scales',
      'thesis',
      'enrolment_status',
      'enrolled_from',
      'enrolled_until',
      'quality_assurance',
    ],
    essential: ['institutions', 'course_count', 'credits_total'],
    statuses: ['enrolled', 'on_leave', 'exchange', 'left', 'left_with_credits'],
  },
  // Neither a qualification nor a part of one: what was studied, where, and with how many credits.
  period_of_study: {
    name: { en: 'Certificate of a period of study', ja: '単位取得証明書' },
    mandatory: ['institutions', 'enrolment_status', 'enrolled_from', 'enrolled_until', 'credits_total'],
    optional: [...programme, 'courses', 'course_count', 'gpa', 'grading_scales', 'quality_assurance'],
    essential: ['institutions', 'enrolment_status', 'credits_total'],
    statuses: ['exchange', 'left', 'left_with_credits'],
  },
  enrolment: {
    name: { en: 'Certificate of enrolment', ja: '在学証明書' },
    mandatory: ['institutions', 'enrolment_status', 'enrolled_from'],
    optional: [...programme, 'enrolled_until', 'year_of_study', 'academic_year'],
    general: ['expiry_date'],
    essential: ['institutions', 'enrolment_status'],
    statuses: ['enrolled', 'on_leave', 'exchange'],
  },
  // What Council Recommendation 2022/C 243/02 annex I asks of one.
  micro_credential: {
    name: { en: 'Micro-credential', ja: 'マイクロクレデンシャル' },
    mandatory: [
      'award_status',
      'awarding_bodies',
      'award_date',
      'title',
      'learning_outcomes',
      'workload_hours',
      'assessment_type',
      'participation_form',
      'quality_assurance',
    ],
    optional: [
      ...levels,
      'title_en',
      'institutions',
      'entry_requirement',
      'credits',
      'final_mark',
      'grading_scales',
      'isced_f',
      'languages_of_instruction',
    ],
    essential: ['award_status', 'awarding_bodies'],
    statuses: ['awarded'],
  },
}

/**
 * The types of academic documents, by kind. No official ones exist for mdoc, so they are named under whoever issues: each as
 * `<authority>.<kind>.1`, with the elements of ISO/IEC TS 23220-2 and ETSI TS 119 472-1 clause 6 and those of one namespace of
 * our own, `<authority>.academic.1`. `docs/doc-types.md` describes them all.
 *
 * @param authority - a reverse domain that its user owns: `jp.ac.example`
 * @throws {TypeError} for what is no reverse domain, and for those of ISO, ETSI and the EU
 */
export function degreeDocTypes(authority: string = projectAuthority): Readonly<Record<DegreeKind, DocType>> {
  requireAuthority(authority)
  const entries = Object.entries(kinds) as [DegreeKind, Kind][]
  return frozen(
    Object.fromEntries(entries.map(([kind, one]) => [kind, degreeDocType(authority, kind, one)])),
  ) as Readonly<Record<DegreeKind, DocType>>
}

function degreeDocType(authority: string, kind: DegreeKind, { name, general = [], essential, ...rest }: Kind): DocType {
  const own = `${authority}.academic.1`
  return {
    docType: `${authority}.${kind}.1`,
    name,
    namespaces: {
      [generalNamespace]: withMandatory(generalElements, general),
      [attestationNamespace]: attestationElements,
      [own]: academicDefinitions(rest),
    },
    issuable: true,
    certificate: { countryName: [generalNamespace, 'issuing_country'] },
    essential: essential.map((element) => [own, element] as const),
  }
}

function withMandatory(definitions: ElementDefinitions, names: readonly string[]): ElementDefinitions {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, one]) => [
      name,
      names.includes(name) ? { ...one, presence: 'mandatory' } : one,
    ]),
  )
}

function academicDefinitions({
  mandatory,
  optional,
  statuses,
}: Pick<Kind, 'mandatory' | 'optional' | 'statuses'>): ElementDefinitions {
  const needed = ['original_language', ...mandatory]
  const names = new Set([...needed, ...optional, ...everywhere])
  return Object.fromEntries(
    [...names].map((name) => {
      const status = name === 'award_status' || name === 'enrolment_status' ? { values: statuses } : {}
      const presence = needed.includes(name) ? 'mandatory' : 'optional'
      return [name, { ...academicElements[name], ...status, presence } as ElementDefinition]
    }),
  )
}

/** Names that others own, and nobody may issue under. */
const others = ['org.iso', 'org.etsi', 'eu.europa']
const label = /^[a-z0-9-]{1,63}$/

function requireAuthority(authority: string): void {
  const labels = typeof authority === 'string' && authority.length <= 253 ? authority.split('.') : []
  const isDomain =
    labels.length >= 2 && labels.every((one) => label.test(one) && !one.startsWith('-') && !one.endsWith('-'))
  if (!isDomain) {
    throw new TypeError("degreeDocTypes takes a reverse domain, in lower case: degreeDocTypes('jp.ac.example')")
  }
  if (others.some((other) => authority === other || authority.startsWith(`${other}.`))) {
    throw new TypeError('degreeDocTypes takes a reverse domain that its user owns, none of ISO, ETSI or the EU')
  }
}
