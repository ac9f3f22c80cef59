import type { DocType } from './doc-type.ts'
import {
  bool,
  day,
  dayOrTime,
  frozen,
  listOf,
  mandatory,
  mapOf,
  optional,
  retired,
  sexOf,
  text,
  uint,
  written,
} from './shapes.ts'

const namespace = 'eu.europa.ec.eudi.pid.1'

const placeOfBirth = mapOf({
  country: optional(written('alpha-2'), 'Country', '国'),
  region: optional(text, 'Region', '地域'),
  locality: optional(text, 'Locality', '市区町村'),
})

/** The person identification data of the EU (PID Rulebook 1.7, 2026-07-17, §2 and §3.1), and what older rulebooks had. */
export const personIdentificationData: DocType = /* @__PURE__ */ frozen<DocType>({
  docType: namespace,
  aliases: ['eu.europa.ec.eudiw.pid.1'],
  name: { en: 'Person identification data (EU)', ja: '個人識別データ（EU）' },
  namespaces: {
    [namespace]: {
      family_name: mandatory(text, 'Family name', '姓'),
      given_name: mandatory(text, 'Given names', '名'),
      birth_date: mandatory(day, 'Date of birth', '生年月日'),
      place_of_birth: mandatory(placeOfBirth, 'Place of birth', '出生地'),
      nationality: mandatory(listOf(written('alpha-2')), 'Nationality', '国籍'),
      // Mandatory 24 months after the amendment of Regulation (EU) 2024/2977, and empty where the person opts out.
      portrait: optional({ type: 'bstr', mayBeEmpty: true }, 'Portrait', '顔写真'),
      resident_address: optional(text, 'Address', '住所'),
      resident_country: optional(written('alpha-2'), 'Country of residence', '居住国'),
      resident_state: optional(text, 'State or province', '都道府県・州'),
      resident_city: optional(text, 'City', '市区町村'),
      resident_postal_code: optional(text, 'Postal code', '郵便番号'),
      resident_street: optional(text, 'Street and house number', '街路名・番地'),
      personal_administrative_number: optional(text, 'Personal administrative number', '行政上の個人識別番号'),
      family_name_birth: optional(text, 'Family name at birth', '出生時の姓'),
      given_name_birth: optional(text, 'Given names at birth', '出生時の名'),
      sex: optional(sexOf(0, 1, 2, 3, 4, 5, 6, 9), 'Sex', '性別'),
      email_address: optional(text, 'Email address', 'メールアドレス'),
      mobile_phone_number: optional(text, 'Mobile phone number', '携帯電話番号'),
      issuing_authority: mandatory(text, 'Issuing authority', '発行機関'),
      issuing_country: mandatory(written('alpha-2'), 'Issuing country', '発行国'),
      expiry_date: optional(dayOrTime, 'Date of expiry', '有効期限'),
      document_number: optional(text, 'Document number', '書類番号'),
      issuing_jurisdiction: optional(text, 'Issuing jurisdiction', '発行地域'),
      issuance_date: optional(dayOrTime, 'Date of issue', '発行日'),
      trust_anchor: optional(text, 'Trust anchor', 'トラストアンカー'),
      attestation_legal_category: optional(text, 'Legal category', '法的区分'),
      birth_place: retired(text, 'Place of birth', '出生地'),
      birth_country: retired(text, 'Country of birth', '出生国'),
      birth_state: retired(text, 'State of birth', '出生地（都道府県・州）'),
      birth_city: retired(text, 'City of birth', '出生地（市区町村）'),
      resident_house_number: retired(text, 'House number', '番地'),
      gender: retired(uint, 'Sex', '性別'),
      age_in_years: retired(uint, 'Age', '年齢'),
      age_birth_year: retired(uint, 'Year of birth', '生年'),
      age_over_NN: retired(bool, 'NN years old or over', '満NN歳以上'),
      administrative_number: retired(text, 'Administrative number', '管理番号'),
      unique_id: retired(text, 'Unique identifier', '一意識別子'),
    },
  },
  namespaceAliases: { 'eu.europa.ec.eudiw.pid.1': namespace },
  issuable: true,
})
