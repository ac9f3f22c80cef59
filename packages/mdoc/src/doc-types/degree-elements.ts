import type { ElementDefinition, ElementShape, Name } from './doc-type.ts'
import {
  birthDate,
  bool,
  day,
  float,
  latin1,
  listOf,
  longText,
  mandatory,
  mapOf,
  oneOf,
  optional,
  text,
  uint,
  uintOf,
  written,
} from './shapes.ts'

// Elements of degrees and of what goes with them; which document has which is said in degrees.ts.

/** An element before a document says whether it is mandatory there. */
export type Entry = ElementShape & { readonly name: Name; readonly meaning: string }

const entry = (shape: ElementShape, en: string, ja: string, meaning: string): Entry => ({
  ...shape,
  name: { en, ja },
  meaning,
})

const identifiers = listOf(
  mapOf({
    scheme: mandatory(text, 'Scheme', '識別子の種類'),
    value: mandatory(text, 'Identifier', '識別子'),
  }),
)

const institution = mapOf({
  name: mandatory(text, 'Name', '名称'),
  name_en: optional(text, 'Name in English', '名称（英語）'),
  country: mandatory(written('alpha-2'), 'Country', '国'),
  locality: optional(text, 'Place', '所在地'),
  identifiers: optional(
    identifiers,
    'Identifiers',
    '識別子',
    'MEXT school code, DEQAR, ROR, eIDAS identifier and the like',
  ),
})

const credits = mapOf({
  value: mandatory(float, 'Credits', '単位数'),
  unit: mandatory(text, 'Unit', '単位の種類', '`ECTS`, `単位`, `CFU`, …: as awarded, never converted'),
})

const grade = mapOf({
  value: mandatory(text, 'Grade', '成績'),
  scale: mandatory(text, 'Scale', '評価尺度', 'The grades of the scale, or the identifier of one in `grading_scales`'),
})

const average = mapOf({
  value: mandatory(float, 'Average', '平均'),
  maximum: mandatory(float, 'Of at most', '満点'),
  scale: optional(text, 'Scale', '評価尺度'),
})

const thesis = mapOf({
  title: mandatory(longText, 'Title', '題目'),
  title_en: optional(longText, 'Title in English', '題目（英語）'),
  language: optional(written('language'), 'Language', '言語'),
  grade: optional(grade, 'Grade', '成績'),
})

const share = mapOf({
  grade: mandatory(text, 'Grade', '成績'),
  percentage: mandatory(float, 'Share of students (%)', '学生の割合（%）'),
})

const course = mapOf({
  code: optional(text, 'Code', '科目コード'),
  title: mandatory(text, 'Title', '科目名'),
  title_en: optional(text, 'Title in English', '科目名（英語）'),
  status: mandatory(oneOf('passed', 'failed', 'in_progress', 'recognised'), 'Status', '状態'),
  academic_year: optional(text, 'Academic year', '年度'),
  term: optional(text, 'Term', '学期'),
  date: optional(day, 'Date', '日付'),
  credits: optional(credits, 'Credits', '単位'),
  grade: optional(grade, 'Grade', '成績'),
  grade_point: optional(float, 'Grade point', 'グレードポイント'),
  grade_distribution: optional(listOf(share), 'Grade distribution', '成績分布'),
})

const scale = mapOf({
  identifier: mandatory(text, 'Identifier', '識別子'),
  legend: mandatory(longText, 'Legend', '説明', "The issuer's own words"),
})

/** ISO/IEC TS 23220-2, in the names that ETSI TS 119 472-1 clause 6 asks of whatever is no driving licence. */
export const generalElements: Readonly<Record<string, ElementDefinition>> = {
  family_name: mandatory(text, 'Family name', '姓', 'As registered; of one who has a single name, that name'),
  given_name: mandatory(
    { ...text, mayBeEmpty: true },
    'Given names',
    '名',
    'As registered; empty for one who has a single name',
  ),
  family_name_latin1: optional(latin1, 'Family name in Latin letters', '姓（ラテン文字）', 'As in the passport'),
  given_name_latin1: optional(latin1, 'Given names in Latin letters', '名（ラテン文字）', 'As in the passport'),
  name_at_birth: optional(text, 'Name at birth', '出生時の氏名', 'Where another name stood on earlier documents'),
  birth_date: mandatory(birthDate, 'Date of birth', '生年月日', 'The day; no time, no zone'),
  document_number: mandatory(text, 'Document number', '書類番号', 'Of this document: the diploma number of a degree'),
  issue_date: mandatory(day, 'Date of issue', '発行日', 'Of this document; the date of an award is `award_date`'),
  expiry_date: optional(
    day,
    'Date of expiry',
    '有効期限',
    'A degree has none; what is expected expires soon after its date',
  ),
  issuing_country: mandatory(
    written('alpha-2'),
    'Issuing country',
    '発行国',
    'As in the certificate of the document signer, which is compared',
  ),
  issuing_authority_unicode: mandatory(
    text,
    'Issuing authority',
    '発行機関',
    'Who signs this document, which need not be who awarded (TS 119 472-1 clause 6.2.4)',
  ),
  issuing_authority: optional(
    text,
    'Issuing authority',
    '発行機関',
    'The same, by the name of the second edition of ISO/IEC TS 23220-2',
  ),
}

/** ETSI TS 119 472-1 clause 6.2, in the namespace that clause 6.1 gives. Status stands in the MSO, not here. */
export const attestationElements: Readonly<Record<string, ElementDefinition>> = {
  category: optional(
    text,
    'Legal category',
    '法的区分',
    'Of qualified attestations and those of public bodies in the EU alone; nobody else may have it (clause 6.2.2)',
  ),
  iss_reg_id: optional(
    text,
    'Registration identifier of the issuer',
    '発行者の登録識別子',
    'As EN 319 412-1 clause 5.1.4 writes it (`NTRJP-…`), unless a qualified certificate has it (clause 6.2.4)',
  ),
  also_known_as: optional(text, 'Pseudonym', '仮名', 'Clause 6.2.5'),
  oneTime: optional(bool, 'To be shown once', '一回限り', 'Clause 6.2.8'),
  shortLived: optional(bool, 'Short-lived', '短期有効', 'So short that no status is published (clause 6.2.12)'),
}

/** The namespace of our own. */
export const academicElements: Readonly<Record<string, Entry>> = {
  original_language: entry(
    written('language'),
    'Language of the document',
    '書類の言語',
    'BCP 47 tag of every text here whose name does not end in `_en`',
  ),
  notice: entry(longText, 'Notice', '注記', 'What a reader should know first: that a sample is a sample'),
  full_name: entry(text, 'Full name', '氏名', 'As registered, in one: some registers do not divide it'),
  full_name_kana: entry(text, 'Full name in kana', '氏名（カナ）', 'Where the register has it'),
  full_name_latin: entry(text, 'Full name in Latin letters', '氏名（ラテン文字）', 'As in the passport, in one'),
  former_names: entry(listOf(text), 'Former and other names', '旧姓・通称等', 'Names under which the person studied'),
  student_number: entry(text, 'Student number', '学籍番号', 'At the institution that issues'),
  european_student_identifier: entry(
    text,
    'European Student Identifier',
    '欧州学生識別子',
    '`urn:schac:personalUniqueCode:int:esi:…`',
  ),
  award_status: entry(
    oneOf('awarded', 'expected'),
    'Status of the award',
    '授与の状態',
    'An expected award never stands in a document of one that was made; a withdrawn one is revoked',
  ),
  awarding_bodies: entry(
    listOf(institution),
    'Awarding bodies',
    '授与機関',
    'Who awards, each of them where a degree is joint: not who signs, and not where one studied',
  ),
  institutions: entry(listOf(institution), 'Institutions', '在籍機関', 'Where one studies or studied'),
  successor_institution: entry(
    institution,
    'Successor institution',
    '承継機関',
    'After a merger, who answers for it now',
  ),
  award_date: entry(day, 'Date of the award', '授与年月日', 'The day from which the title may be borne'),
  expected_award_date: entry(day, 'Expected date of the award', '授与予定日', 'Nothing is awarded before'),
  qualification_nature: entry(
    oneOf('degree', 'title', 'certificate'),
    'Nature of the qualification',
    '学位・称号の別',
    'A degree (学位) is not a title (称号), and neither is a certificate of completion',
  ),
  title: entry(text, 'Title of the qualification', '学位・称号の名称', 'In the original language, as on the diploma'),
  title_en: entry(text, 'Title in English', '学位・称号の名称（英語）', 'As the institution gives it'),
  programme_title: entry(text, 'Programme', '課程・プログラム', 'In the original language'),
  programme_title_en: entry(text, 'Programme in English', '課程・プログラム（英語）', 'As the institution gives it'),
  faculty: entry(text, 'Faculty or graduate school', '学部・研究科', 'In the original language'),
  faculty_en: entry(
    text,
    'Faculty or graduate school in English',
    '学部・研究科（英語）',
    'As the institution gives it',
  ),
  major: entry(text, 'Major', '学科・専攻', 'In the original language'),
  major_en: entry(text, 'Major in English', '学科・専攻（英語）', 'As the institution gives it'),
  eqf_level: entry(
    uintOf(1, 2, 3, 4, 5, 6, 7, 8),
    'EQF level',
    'EQFレベル',
    'Where the qualification is in a framework that is referenced to it; an opinion on one that is not stays unsigned',
  ),
  jeqf_level: entry(
    uintOf(1, 2, 3, 4, 5, 6, 7, 8),
    'JEQF level',
    '日本の教育資格枠組み（JEQF）レベル',
    'Of Japanese qualifications alone',
  ),
  qf_ehea_cycle: entry(
    oneOf('short', 'first', 'second', 'third'),
    'Cycle',
    '課程段階（QF-EHEA）',
    'Of qualifications in the EHEA',
  ),
  nqf_level: entry(
    mapOf({
      framework: mandatory(text, 'Framework', '枠組み'),
      level: mandatory(text, 'Level', 'レベル'),
    }),
    'Level in the national framework',
    '国内枠組みのレベル',
    'As the framework writes it',
  ),
  isced_f: entry(written('isced-f'), 'Field of study', '分野（ISCED-F 2013）', 'Two to four digits of ISCED-F 2013'),
  isced_p: entry(written('isced-p'), 'Programme level', '課程レベル（ISCED-P）', 'Three digits of ISCED-P 2011'),
  official_length: entry(
    written('duration'),
    'Official length',
    '標準修業年限',
    'ISO 8601 duration, `P2Y`: of the programme, not of the person',
  ),
  schooling_years_before_entry: entry(
    uint,
    'Years of schooling before entry',
    '入学前の教育年数',
    'Where the institution knows it',
  ),
  entry_requirement: entry(longText, 'Entry requirement', '入学資格', 'What admission took'),
  access_to_further_study: entry(longText, 'Access to further study', '進学資格', 'What this gives access to, at home'),
  professional_status: entry(
    longText,
    'Professional status',
    '職業資格',
    'What this gives the right to practise, at home',
  ),
  doctoral_route: entry(oneOf('course', 'thesis'), 'Doctoral route', '博士の種別', '課程博士 or 論文博士'),
  mode_of_study: entry(
    oneOf('full_time', 'part_time', 'distance', 'blended'),
    'Mode of study',
    '履修形態',
    'Of the person, as far as it was one',
  ),
  languages_of_instruction: entry(listOf(written('language')), 'Languages of instruction', '授業の言語', 'BCP 47 tags'),
  credits: entry(credits, 'Credits', '修得単位数', 'As awarded, in their own unit'),
  grading_scales: entry(listOf(scale), 'Grading scales', '成績評価基準', 'What the grades here mean'),
  final_mark: entry(grade, 'Final mark', '総合成績', 'With its scale'),
  distinction: entry(text, 'Distinction', '優等・表彰', 'Honours, in the original language'),
  gpa: entry(average, 'Grade point average', 'GPA', 'With the highest that could be had'),
  thesis: entry(thesis, 'Thesis', '学位論文', 'Title and grade'),
  courses: entry(
    listOf(course),
    'Courses',
    '履修科目',
    'All of them, as one element: none can be left out by whoever shows it',
  ),
  course_count: entry(uint, 'Number of courses', '科目数', 'How many `courses` there are, failed ones included'),
  credits_total: entry(credits, 'Total of credits', '修得単位合計', 'Of what was passed or recognised'),
  quality_assurance: entry(
    identifiers,
    'Quality assurance',
    '質保証',
    'Lists and reports that name institution or programme; their absence proves nothing',
  ),
  learning_outcomes: entry(longText, 'Learning outcomes', '学修成果', 'What the learner knows and can do'),
  programme_requirements: entry(longText, 'Programme requirements', '修了要件', 'Diploma Supplement, section 4'),
  further_information: entry(longText, 'Further information', '補足情報', 'Diploma Supplement, section 6'),
  national_system: entry(longText, 'Higher education system', '高等教育制度', 'Diploma Supplement, section 8'),
  enrolment_status: entry(
    oneOf('enrolled', 'on_leave', 'exchange', 'left', 'left_with_credits'),
    'Status of enrolment',
    '在籍の状態',
    '`left_with_credits` is 単位取得満期退学: no degree',
  ),
  enrolled_from: entry(day, 'Enrolled from', '入学年月日', 'First day'),
  enrolled_until: entry(day, 'Enrolled until', '在籍終了日', 'Last day, past or foreseen'),
  year_of_study: entry(uint, 'Year of study', '学年', 'Counted from one'),
  academic_year: entry(text, 'Academic year', '年度', 'As the institution names it: 令和8年度'),
  workload_hours: entry(uint, 'Workload in hours', '学修時間', 'Notional, as a whole'),
  assessment_type: entry(text, 'Type of assessment', '評価方法', 'How the outcomes were assessed'),
  participation_form: entry(text, 'Form of participation', '受講形態', 'Online, on site or both'),
  replaces: entry(
    text,
    'Replaces',
    '差替え元',
    'Document number of what this corrects, where the holder wishes it named',
  ),
}
