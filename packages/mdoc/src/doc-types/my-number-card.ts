import type { DocType } from './doc-type.ts'
import { birthDate, bool, bytes, frozen, optional, sexOf, text, uint } from './shapes.ts'

const own = 'org.iso.23220.1.jp'

/**
 * Japan's My Number Card on phones, as readers of it document it: read here, never issued. A full name is one text, neither in
 * kana nor in Latin letters; a date in `birth_date_unicode` is prose. None of it is mandatory, for the state alone knows.
 */
export const myNumberCard: DocType = /* @__PURE__ */ frozen<DocType>({
  docType: 'org.iso.23220.1.jp.mnc',
  name: { en: 'My Number Card (Japan)', ja: 'マイナンバーカード' },
  namespaces: {
    [own]: {
      full_name_unicode: optional(text, 'Full name', '氏名'),
      resident_address_unicode: optional(text, 'Address', '住所'),
      local_gov_code_unicode: optional(text, 'Municipality code', '市区町村コード'),
      individual_number_unicode: optional(text, 'Individual Number', '個人番号（マイナンバー）'),
      portrait: optional(bytes, 'Portrait', '顔写真'),
      sex_unicode: optional(text, 'Sex', '性別'),
      birth_date_unicode: optional(text, 'Date of birth', '生年月日'),
    },
    'org.iso.23220.1': {
      sex: optional(sexOf(0, 1, 2, 9), 'Sex', '性別'),
      birth_date: optional(birthDate, 'Date of birth', '生年月日'),
      age_in_years: optional(uint, 'Age', '年齢'),
      age_over_NN: optional(bool, 'NN years old or over', '満NN歳以上'),
    },
  },
  issuable: false,
  restricted: [[own, 'individual_number_unicode']],
})
