import { vct } from '../bases.ts'
import { type Json, type Members, without } from '../json.ts'
import type { Case } from '../suite.ts'
import { at, general, policies, ruled, type } from './type-rules.ts'

const clause = 'SD-JWT VC §5.6'
const malformed = (id: string, title: string, document: Json, where = clause): Case =>
  type.refused(id, where, title, 'policy/type_metadata_malformed', at(document))
const display = (members: Json): Members => ({ ...ruled(), display: [members] })
const rendered = (rendering: Json): Members => display({ locale: 'en', name: 'Degree', rendering })
const image = 'https://types.example/logo.svg'
const template = (members: Members = {}): Members => ({ uri: image, ...members })

/** The structure of a metadata document. */
export const typeDocumentCases: readonly Case[] = [
  ...[
    'x-klingon',
    'zh-min-nan',
    'sgn-BE-FR',
    'en-GB-oed',
    'de-CH-1996',
    'sl-rozaj-biske',
    'hy-Latn-IT-arevela',
    'EN',
  ].map((locale, i) =>
    type.taken(`V14-${i + 60}`, 'RFC 5646 §2', `the language ${locale}`, at(display({ locale, name: 'Degree' }))),
  ),
  ...['rgb(1, 2, 3)', 'rgb(10%,20%,30%)', '#ABC', '#12107cff'].map((color, i) =>
    type.taken(
      `V14-${i + 70}`,
      'SD-JWT VC §5.5.1.1',
      `the colour ${color}`,
      at(rendered({ simple: { text_color: color } })),
    ),
  ),
  malformed(
    'V14-75',
    'a colour of seven digits',
    rendered({ simple: { text_color: '#1234567' } }),
    'SD-JWT VC §5.5.1.1',
  ),
  type.taken(
    'V14-76',
    'SD-JWT VC §5.2',
    'the old name of the SVG templates beside the new one: for the readers of old',
    at(rendered({ svg_template: template(), svg_templates: [template()] })),
  ),
  malformed('V14-1', 'a list', [ruled()], 'SD-JWT VC §5.2'),
  malformed('V14-2', 'without vct', without(ruled(), 'vct'), 'SD-JWT VC §5.2'),
  malformed('V14-3', 'a vct that is no string', { ...ruled(), vct: 7 }, 'SD-JWT VC §5.2'),
  malformed('V14-4', 'an extends that is no string', { ...ruled(), extends: [general] }, 'SD-JWT VC §5.4'),
  malformed('V14-5', 'claims that are no list', { vct, claims: { name: {} } }),
  malformed('V14-6', 'a claim that is no object', ruled('given_name' as never)),
  malformed('V14-7', 'a claim without path', ruled({ sd: 'always' })),
  malformed('V14-8', 'an empty path', ruled({ path: [] })),
  malformed('V14-9', 'a path that is a string', ruled({ path: 'address.locality' })),
  malformed('V14-10', 'a negative index', ruled({ path: ['languages', -1] })),
  malformed('V14-11', 'an index that is no integer', ruled({ path: ['languages', 0.5] })),
  malformed('V14-12', 'a boolean in a path', ruled({ path: ['languages', true] })),
  malformed('V14-13', 'an unknown value of sd', ruled({ path: ['address'], sd: 'sometimes' })),
  malformed('V14-14', 'an sd that is a boolean', ruled({ path: ['address'], sd: true })),
  malformed('V14-15', 'a mandatory that is a string', ruled({ path: ['address'], mandatory: 'true' })),
  malformed('V14-16', 'an svg_id that begins with a digit', ruled({ path: ['address'], svg_id: '1st' })),
  malformed('V14-17', 'an svg_id with a hyphen', ruled({ path: ['address'], svg_id: 'the-address' })),
  malformed(
    'V14-18',
    'an svg_id twice',
    ruled({ path: ['address'], svg_id: 'a' }, { path: ['family_name'], svg_id: 'a' }),
  ),
  malformed('V14-19', 'a path twice', ruled({ path: ['address'], sd: 'always' }, { path: ['address'] })),
  malformed(
    'V14-20',
    'a label without locale',
    ruled({ path: ['address'], display: [{ label: 'Address' }] }),
    'SD-JWT VC §5.6.2',
  ),
  malformed(
    'V14-21',
    'a locale without label',
    ruled({ path: ['address'], display: [{ locale: 'en' }] }),
    'SD-JWT VC §5.6.2',
  ),
  malformed(
    'V14-22',
    'a display that is no list',
    ruled({ path: ['address'], display: { locale: 'en', label: 'Address' } }),
    'SD-JWT VC §5.6.2',
  ),
  malformed('V14-23', 'a display of the type without name', display({ locale: 'en' }), 'SD-JWT VC §5.5'),
  malformed('V14-24', 'a display of the type without locale', display({ name: 'Degree' }), 'SD-JWT VC §5.5'),
  malformed(
    'V14-25',
    'a locale that is no language tag',
    display({ locale: 'en_US', name: 'Degree' }),
    'SD-JWT VC §5.5',
  ),
  malformed('V14-26', 'a rendering that is no object', rendered('simple'), 'SD-JWT VC §5.5.1'),
  malformed(
    'V14-27',
    'two SVG templates, one without properties',
    rendered({ svg_templates: [template({ properties: { orientation: 'portrait' } }), template()] }),
    'SD-JWT VC §5.5.1.2',
  ),
  malformed(
    'V14-28',
    'an orientation that there is not',
    rendered({ svg_templates: [template({ properties: { orientation: 'square' } })] }),
    'SD-JWT VC §5.5.1.2',
  ),
  malformed(
    'V14-29',
    'a logo over http',
    rendered({ simple: { logo: { uri: 'http://types.example/logo.png' } } }),
    'SD-JWT VC §5.5.1',
  ),
  malformed(
    'V14-30',
    'a logo without uri',
    rendered({ simple: { logo: { alt_text: 'a seal' } } }),
    'SD-JWT VC §5.5.1.1',
  ),
  malformed(
    'V14-31',
    'a colour that would close its style',
    rendered({ simple: { background_color: '#fff;background:url(//a.example)' } }),
    'SD-JWT VC §5.5.1.1',
  ),
  malformed(
    'V14-32',
    'an integrity that is none',
    rendered({ simple: { logo: { uri: image, 'uri#integrity': 'sha256' } } }),
    'SD-JWT VC §6',
  ),
  type.refused('V14-33', 'SD-JWT VC §5.2, RFC 8259 §4', 'a name twice', 'policy/type_metadata_malformed', {
    circumstances: {
      documents: {},
      responses: {
        [vct]: [
          { status: 200, headers: { 'content-type': 'application/json' }, text: `{"vct":"${vct}","vct":"${vct}"}` },
        ],
      },
    },
  }),
  type.taken(
    'V14-34',
    'SD-JWT VC §5.2',
    'members that nobody knows are passed over',
    at({ ...ruled({ path: ['address'], unknown: 1 }), $comment: '' }),
  ),
  type.taken(
    'V14-35',
    'SD-JWT VC §5.5.1',
    'a rendering that nobody knows is passed over',
    at(rendered({ hologram: { uri: 'ftp://types.example' } })),
  ),
  type.taken(
    'V14-36',
    'SD-JWT VC §5.5.1.2',
    'one SVG template without properties',
    at(rendered({ svg_templates: [template()] })),
  ),
  type.taken('V14-37', 'SD-JWT VC §5.2', 'a type without claims', at({ vct })),
  type.refused(
    'V14-38',
    'SD-JWT VC §5.5',
    'lang for locale, as in old drafts',
    'policy/type_metadata_outdated',
    at(display({ lang: 'en', name: 'Degree' })),
  ),
  type.taken('V14-39', 'SD-JWT VC §5.5', 'lang for locale, allowed by name', {
    circumstances: {
      documents: { [vct]: display({ lang: 'en', name: 'Degree' }) },
      policies: policies({ leniencies: ['lang'] }),
    },
  }),
  type.refused(
    'V14-40',
    'SD-JWT VC §5.2',
    'rules as JSON Schema, as in old drafts',
    'policy/type_metadata_outdated',
    at({ ...ruled(), schema: { required: ['degree'] } }),
  ),
  type.taken('V14-41', 'SD-JWT VC §5.2', 'rules as JSON Schema, set aside by name', {
    circumstances: {
      documents: { [vct]: { ...ruled(), schema: { required: ['nothing'] } } },
      policies: policies({ leniencies: ['schema'] }),
    },
  }),
  type.refused(
    'V14-42',
    'SD-JWT VC §5.5.1.2',
    'svg_template for svg_templates, as in old drafts',
    'policy/type_metadata_outdated',
    at(rendered({ svg_template: template() })),
  ),
  type.taken('V14-43', 'SD-JWT VC §5.5.1.2', 'svg_template for svg_templates, allowed by name', {
    circumstances: {
      documents: { [vct]: rendered({ svg_template: template() }) },
      policies: policies({ leniencies: ['svg_template'] }),
    },
  }),
  type.refused(
    'V14-44',
    'limits of this library',
    'more claims than anybody has',
    'policy/type_metadata_too_large',
    at({ vct, claims: Array.from({ length: 1_001 }, (_, index) => ({ path: [`claim ${index}`] })) }),
  ),
]
