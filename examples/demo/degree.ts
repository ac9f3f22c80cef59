import type { PublicJwk } from '@hashikake/crypto/keys'
import { asOne, everythingBelow } from '@hashikake/sd-jwt'
import type { SdJwtVcDraft } from '@hashikake/sd-jwt/vc'

export const registrar = 'https://registrar.kita-univ.example'
export const degreeType = `${registrar}/vct/degree`

/** A Japanese master's degree. Synthetic: prefecture 99 does not exist, nor does anything else in it. */
export function degreeOf(holderKey: PublicJwk): SdJwtVcDraft {
  return {
    vct: degreeType,
    holderKey,
    expires: new Date('2031-11-30T15:00:00Z'),
    claims: {
      notice: 'Synthetic sample: this person, this university and this degree do not exist.',
      person: {
        name: { registered: '架空 花子', kana: 'カクウ ハナコ', latin: 'KAKU HANAKO' },
        birthdate: '2001-11-03',
        student_number: 'SYN-24M0042',
      },
      degree: {
        status: 'awarded',
        awarding_bodies: [
          {
            name: { ja: '北都大学（架空）', en: 'Hokuto University (synthetic)' },
            identifiers: [{ scheme: 'MEXT school code', value: 'F199199900027' }],
          },
        ],
        title: { ja: '修士(工学)', en: 'Master of Engineering' },
        major: { ja: '電子情報工学専攻', en: 'Electronic and Information Engineering' },
        award_date: '2026-03-25',
        diploma_number: '修第990042号',
        official_length: 'P2Y',
        // The level in its own system alone: what it compares to elsewhere is for others to say.
        level: { framework: 'JEQF', value: 7 },
        field: { scheme: 'ISCED-F 2013', code: '0714' },
        credits: { value: 30, unit: '単位' },
        languages: ['ja', 'en'],
        thesis: {
          title: { ja: '橋梁の振動計測に関する研究', en: 'A study on measuring the vibration of bridges' },
          grade: { value: '優', scale: '秀・優・良・可・不可' },
        },
      },
    },
    // What is not named here is always shown: the notice, the status of the award, and who awarded it.
    disclosable: [
      everythingBelow(['person', 'name']),
      ['person', 'birthdate'],
      ['person', 'student_number'],
      everythingBelow(['degree', 'title']),
      everythingBelow(['degree', 'major']),
      ['degree', 'award_date'],
      ['degree', 'diploma_number'],
      ['degree', 'official_length'],
      ['degree', 'level'],
      ['degree', 'field'],
      ['degree', 'credits'],
      ['degree', 'languages', null],
      ['degree', 'thesis'],
      asOne(['degree', 'thesis', 'title']),
      ['degree', 'thesis', 'grade'],
    ],
  }
}
