import type { MdocDraft } from '@hashikake/mdoc'
import { degreeDocTypes, elementValues } from '@hashikake/mdoc/doc-types'
import type { SdJwtVcDraft } from '@hashikake/sd-jwt/vc'

/** Whoever issues names the types of documents under a domain of their own. */
export const degreeDocument = degreeDocTypes('example.kita-univ.registrar').degree

/** What the registrar's record of the SD-JWT VC holds. */
interface DegreeRecord {
  readonly notice: string
  readonly person: {
    readonly name: { readonly registered: string; readonly kana: string; readonly latin: string }
    readonly birthdate: string
    readonly student_number: string
  }
  readonly degree: {
    readonly status: 'awarded'
    readonly awarding_bodies: readonly {
      readonly name: { readonly ja: string; readonly en: string }
      readonly identifiers: readonly { readonly scheme: string; readonly value: string }[]
    }[]
    readonly title: { readonly ja: string; readonly en: string }
    readonly major: { readonly ja: string; readonly en: string }
    readonly award_date: string
    readonly diploma_number: string
    readonly official_length: string
    readonly level: { readonly value: number }
    readonly field: { readonly code: string }
    readonly credits: { readonly value: number; readonly unit: string }
    readonly languages: readonly string[]
    readonly thesis: {
      readonly title: { readonly ja: string; readonly en: string }
      readonly grade: { readonly value: string; readonly scale: string }
    }
  }
}

/** The same record as an mdoc: other names for the same facts, and nothing besides. */
export function mdocOf({ claims, holderKey, expires }: SdJwtVcDraft): MdocDraft {
  if (holderKey === undefined || expires === undefined) throw new TypeError('The record names no holder, or no end')
  const { notice, person, degree } = claims as unknown as DegreeRecord
  const [family, given] = person.name.registered.split(' ') as [string, string]
  const [general, , academic] = Object.keys(degreeDocument.namespaces) as [string, string, string]
  return {
    docType: degreeDocument.docType,
    holderKey,
    expires,
    namespaces: elementValues(degreeDocument, {
      [general]: {
        family_name: family,
        given_name: given,
        birth_date: person.birthdate,
        document_number: degree.diploma_number,
        issue_date: degree.award_date,
        issuing_country: 'JP',
        issuing_authority_unicode: degree.awarding_bodies[0]?.name.ja ?? '',
      },
      [academic]: {
        original_language: 'ja',
        notice,
        full_name: person.name.registered,
        full_name_kana: person.name.kana,
        full_name_latin: person.name.latin,
        student_number: person.student_number,
        award_status: degree.status,
        awarding_bodies: degree.awarding_bodies.map(({ name, identifiers }) => ({
          name: name.ja,
          name_en: name.en,
          country: 'JP',
          identifiers,
        })),
        award_date: degree.award_date,
        qualification_nature: 'degree',
        title: degree.title.ja,
        title_en: degree.title.en,
        major: degree.major.ja,
        major_en: degree.major.en,
        jeqf_level: degree.level.value,
        isced_f: degree.field.code,
        official_length: degree.official_length,
        languages_of_instruction: degree.languages,
        credits: degree.credits,
        thesis: {
          title: degree.thesis.title.ja,
          title_en: degree.thesis.title.en,
          language: 'ja',
          grade: degree.thesis.grade,
        },
      },
    }),
    decoys: 4,
  }
}
