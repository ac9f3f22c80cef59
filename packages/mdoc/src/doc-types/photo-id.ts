import type { DocType, ElementDefinition, ElementDefinitions } from './doc-type.ts'
import {
  birthDate,
  bool,
  bytes,
  day,
  frozen,
  latin1,
  mandatory,
  optional,
  retired,
  sexOf,
  text,
  time,
  uint,
  written,
} from './shapes.ts'

const general = 'org.iso.23220.1'
const own = 'org.iso.23220.photoid.1'
const passport = 'org.iso.23220.datagroups.1'
const numbers = Array.from({ length: 16 }, (_, i) => i + 1)

/** What the drafts of 2024 called otherwise, with a suffix for Unicode. */
const formerly: ElementDefinitions = {
  family_name_unicode: retired(text, 'Family name', '姓'),
  given_name_unicode: retired(text, 'Given names', '名'),
  issuing_authority_unicode: retired(text, 'Issuing authority', '発行機関'),
  resident_address_unicode: retired(text, 'Address', '住所'),
  resident_city_unicode: retired(text, 'City', '市区町村'),
}

const dataGroup = (number: number): ElementDefinition => {
  const definition = optional(bytes, `Passport data group ${number}`, `旅券データグループ${number}`)
  return number <= 2 ? { ...definition, neededWith: { namespace: passport } } : definition
}

const withFirstGroup = (en: string, ja: string): ElementDefinition => ({
  ...optional(text, en, ja),
  neededWith: { namespace: passport, element: 'dg1' },
})

/** The photo ID (ISO/IEC DTS 23220-4:2025 annex C tables C.1 to C.3), and what the drafts of 2024 had. */
export const photoId: DocType = /* @__PURE__ */ frozen<DocType>({
  docType: own,
  aliases: ['org.iso.23220.photoID.1'],
  name: { en: 'Photo ID', ja: '写真付き身分証明書' },
  namespaces: {
    [general]: {
      family_name: mandatory(text, 'Family name', '姓'),
      given_name: mandatory(text, 'Given names', '名'),
      birth_date: mandatory(birthDate, 'Date of birth', '生年月日'),
      portrait: mandatory(bytes, 'Portrait', '顔写真'),
      issue_date: mandatory(day, 'Date of issue', '発行日'),
      expiry_date: mandatory(day, 'Date of expiry', '有効期限'),
      issuing_authority: mandatory(text, 'Issuing authority', '発行機関'),
      issuing_country: mandatory(written('alpha-2'), 'Issuing country', '発行国'),
      age_over_18: mandatory(bool, '18 years old or over', '満18歳以上'),
      age_over_NN: optional(bool, 'NN years old or over', '満NN歳以上'),
      age_in_years: optional(uint, 'Age', '年齢'),
      age_birth_year: optional(uint, 'Year of birth', '生年'),
      family_name_viz: optional(text, 'Family name as printed in a passport', '姓（旅券面の表記）'),
      given_name_viz: optional(text, 'Given names as printed in a passport', '名（旅券面の表記）'),
      family_name_latin1: optional(latin1, 'Family name in Latin letters', '姓（ラテン文字）'),
      given_name_latin1: optional(latin1, 'Given names in Latin letters', '名（ラテン文字）'),
      enrolment_portrait_image: optional(bytes, 'Portrait at enrolment', '登録時の顔写真'),
      portrait_capture_date: optional(time, 'Portrait taken on', '顔写真の撮影日'),
      birthplace: optional(text, 'Place of birth', '出生地'),
      name_at_birth: optional(text, 'Name at birth', '出生時の氏名'),
      resident_address: optional(text, 'Address', '住所'),
      resident_city: optional(text, 'City', '市区町村'),
      resident_city_latin1: optional(latin1, 'City in Latin letters', '市区町村（ラテン文字）'),
      resident_postal_code: optional(text, 'Postal code', '郵便番号'),
      resident_country: optional(written('alpha-2'), 'Country of residence', '居住国'),
      sex: optional(sexOf(0, 1, 2, 9), 'Sex', '性別'),
      nationality: optional(written('alpha-2'), 'Nationality', '国籍'),
      document_number: optional(text, 'Document number', '書類番号'),
      issuing_subdivision: optional(text, 'Issuing subdivision', '発行地域'),
      ...formerly,
    },
    [own]: {
      person_id: optional(text, 'Person identifier', '個人識別子'),
      birth_country: optional(written('alpha-2'), 'Country of birth', '出生国'),
      birth_state: optional(text, 'State of birth', '出生地（都道府県・州）'),
      birth_city: optional(text, 'City of birth', '出生地（市区町村）'),
      administrative_number: optional(text, 'Administrative number', '管理番号'),
      resident_street: optional(text, 'Street', '街路名'),
      resident_house_number: optional(text, 'House number', '番地'),
      resident_state: optional(latin1, 'State or province', '都道府県・州'),
      travel_document_type: withFirstGroup('Type of travel document', '旅券等の種類'),
      travel_document_number: optional(text, 'Number of travel document', '旅券等の番号'),
      travel_document_mrz: withFirstGroup('Machine-readable zone', '機械読取領域'),
    },
    [passport]: {
      version: optional(text, 'Version', '版'),
      sod: {
        ...optional(bytes, 'Document security object', 'セキュリティオブジェクト'),
        neededWith: { namespace: passport },
      },
      ...Object.fromEntries(numbers.map((number) => [`dg${number}`, dataGroup(number)])),
    },
    'org.iso.23220.dtc.1': {
      dtc_version: retired(text, 'Version', '版'),
      dtc_sod: retired(bytes, 'Document security object', 'セキュリティオブジェクト'),
      ...Object.fromEntries(
        numbers.map((number) => [
          `dtc_dg${number}`,
          retired(bytes, `Passport data group ${number}`, `旅券データグループ${number}`),
        ]),
      ),
      dg_content_info: retired(bytes, 'Content information', 'コンテンツ情報'),
    },
  },
  namespaceAliases: { 'org.iso.23220.photoID.1': own },
  issuable: true,
})
