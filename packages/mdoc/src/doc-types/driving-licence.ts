import type { DocType } from './doc-type.ts'
import {
  bool,
  bytes,
  day,
  dayOrTime,
  frozen,
  latin1,
  listOf,
  longText,
  mandatory,
  mapOf,
  oneOf,
  optional,
  sexOf,
  text,
  time,
  uint,
  written,
} from './shapes.ts'

const namespace = 'org.iso.18013.5.1'

const code = mapOf({
  code: mandatory(text, 'Code', '条件コード'),
  sign: optional(text, 'Sign', '符号'),
  value: optional(text, 'Value', '値'),
})

const privilege = mapOf({
  vehicle_category_code: mandatory(text, 'Vehicle category', '車両区分'),
  issue_date: optional(day, 'Date of issue', '取得年月日'),
  expiry_date: optional(day, 'Date of expiry', '有効期限'),
  codes: optional(listOf(code), 'Conditions', '条件等'),
})

const eyeColours = ['black', 'blue', 'brown', 'dichromatic', 'grey', 'green', 'hazel', 'maroon', 'pink', 'unknown']
const hairColours = ['bald', 'black', 'blond', 'brown', 'grey', 'red', 'auburn', 'sandy', 'white', 'unknown']

/** The mobile driving licence (ISO/IEC 18013-5 §13.4.2 table 20; in the edition of 2021, §7.2.1 table 5). */
export const drivingLicence: DocType = /* @__PURE__ */ frozen<DocType>({
  docType: 'org.iso.18013.5.1.mDL',
  name: { en: 'Mobile driving licence', ja: 'モバイル運転免許証' },
  namespaces: {
    [namespace]: {
      family_name: mandatory(latin1, 'Family name', '姓'),
      given_name: mandatory(latin1, 'Given names', '名'),
      birth_date: mandatory(day, 'Date of birth', '生年月日'),
      issue_date: mandatory(dayOrTime, 'Date of issue', '交付年月日'),
      expiry_date: mandatory(dayOrTime, 'Date of expiry', '有効期限'),
      issuing_country: mandatory(written('alpha-2'), 'Issuing country', '発行国'),
      issuing_authority: mandatory(latin1, 'Issuing authority', '発行機関'),
      document_number: mandatory(latin1, 'Licence number', '免許証番号'),
      portrait: mandatory(bytes, 'Portrait', '顔写真'),
      driving_privileges: mandatory({ ...listOf(privilege), mayBeEmpty: true }, 'Driving privileges', '運転資格'),
      un_distinguishing_sign: mandatory({ ...text, mayBeEmpty: true }, 'UN distinguishing sign', '国際識別記号'),
      administrative_number: optional(latin1, 'Administrative number', '管理番号'),
      sex: optional(sexOf(0, 1, 2, 9), 'Sex', '性別'),
      height: optional(uint, 'Height (cm)', '身長（cm）'),
      weight: optional(uint, 'Weight (kg)', '体重（kg）'),
      eye_colour: optional(oneOf(...eyeColours), 'Eye colour', '目の色'),
      hair_colour: optional(oneOf(...hairColours), 'Hair colour', '髪の色'),
      birth_place: optional(latin1, 'Place of birth', '出生地'),
      resident_address: optional(latin1, 'Address', '住所'),
      portrait_capture_date: optional(time, 'Portrait taken on', '顔写真の撮影日'),
      age_in_years: optional(uint, 'Age', '年齢'),
      age_birth_year: optional(uint, 'Year of birth', '生年'),
      age_over_NN: optional(bool, 'NN years old or over', '満NN歳以上'),
      issuing_jurisdiction: optional(written('subdivision'), 'Issuing jurisdiction', '発行地域'),
      nationality: optional(written('alpha-2'), 'Nationality', '国籍'),
      resident_street: optional(latin1, 'Street', '街路名'),
      resident_city: optional(latin1, 'City', '市区町村'),
      resident_state: optional(latin1, 'State or province', '都道府県・州'),
      resident_postal_code: optional(latin1, 'Postal code', '郵便番号'),
      resident_country: optional(written('alpha-2'), 'Country of residence', '居住国'),
      biometric_template_xx: optional(bytes, 'Biometric template: xx', '生体テンプレート：xx'),
      family_name_national_character: optional(longText, 'Family name in national characters', '姓（自国の文字）'),
      given_name_national_character: optional(longText, 'Given names in national characters', '名（自国の文字）'),
      signature_usual_mark: optional(bytes, 'Signature', '署名'),
    },
  },
  issuable: true,
  certificate: {
    countryName: [namespace, 'issuing_country'],
    stateOrProvinceName: [namespace, 'issuing_jurisdiction'],
  },
})
