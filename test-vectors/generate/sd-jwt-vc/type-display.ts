import { vct } from '../bases.ts'
import type { Members } from '../json.ts'
import { operationCase } from '../operations.ts'
import type { Case } from '../suite.ts'
import { general } from './type-rules.ts'

const svg = (content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="60">${content}</svg>`
const found = (id: string, where: string, title: string, input: Members, expect: Members): Case =>
  operationCase('typeMetadata', id, where, title, {
    input: { vct, ...input },
    at: '2026-12-01T12:00:00Z',
    documents: {
      [vct]: {
        vct,
        extends: general,
        claims: [
          {
            path: ['name'],
            svg_id: 'name',
            display: [
              { locale: 'en', label: 'Name' },
              { locale: 'ja', label: '氏名' },
            ],
          },
          { path: ['languages', null], svg_id: 'languages', display: [{ locale: 'en', label: 'Language' }] },
          { path: ['languages', 0], display: [{ locale: 'en', label: 'First language' }] },
        ],
      },
      [general]: {
        vct: general,
        display: [
          { locale: 'fr', name: 'Diplôme' },
          { locale: 'en-GB', name: 'Degree' },
          { locale: 'ja', name: '学位記' },
        ],
        claims: [
          { path: ['name'], sd: 'always', mandatory: true },
          { path: ['issued'], display: [{ locale: 'fr', label: 'Date' }] },
        ],
      },
    },
    expect,
  })
const drawn = (id: string, title: string, content: string, result: string, claims: Members = { name: 'Testa' }): Case =>
  found(
    id,
    'SD-JWT VC §5.5.1.2',
    title,
    { template: svg(content), claims },
    { accepted: true, output: { svg: svg(result) } },
  )
const notDrawn = (
  id: string,
  title: string,
  template: string,
  code: string,
  claims: Members = { name: 'Testa' },
): Case => found(id, 'SD-JWT VC §5.5.1.2', title, { template, claims }, { accepted: false, code })
const refusedPicture = (id: string, title: string, content: string): Case =>
  notDrawn(id, title, svg(content), 'svg_template_refused')

/** How types and claims are shown. */
export const typeDisplayCases: readonly Case[] = [
  found(
    'V17-10',
    'SD-JWT VC §5.5.2, §5.6.5',
    'a type over the one that it extends',
    {},
    {
      accepted: true,
      output: {
        types: [vct, general],
        claims: [
          {
            path: ['name'],
            display: [
              { locale: 'en', label: 'Name' },
              { locale: 'ja', label: '氏名' },
            ],
            mandatory: true,
            sd: 'always',
            svg_id: 'name',
          },
          { path: ['issued'], display: [{ locale: 'fr', label: 'Date' }], mandatory: false, sd: 'allowed' },
          {
            path: ['languages', null],
            display: [{ locale: 'en', label: 'Language' }],
            mandatory: false,
            sd: 'allowed',
            svg_id: 'languages',
          },
          {
            path: ['languages', 0],
            display: [{ locale: 'en', label: 'First language' }],
            mandatory: false,
            sd: 'allowed',
          },
        ],
      },
    },
  ),
  ...(
    [
      ['V14-50', 'the language itself', 'ja', '学位記', ['氏名', 'Language', 'First language', 'Date']],
      ['V14-51', 'a region of a language', 'ja-JP', '学位記', ['氏名', 'Language', 'First language', 'Date']],
      ['V14-52', 'another region of the language', 'en-AU', 'Degree', ['Name', 'Language', 'First language', 'Date']],
      [
        'V14-53',
        'a language for which there is nothing: English',
        'de',
        'Degree',
        ['Name', 'Language', 'First language', 'Date'],
      ],
      ['V14-54', 'capitals in a tag', 'FR-be', 'Diplôme', ['Name', 'Language', 'First language', 'Date']],
    ] as const
  ).map(([id, title, locale, name, labels]) =>
    found(
      id,
      'SD-JWT VC §5.5, RFC 4647 §3.4',
      title,
      { locale, paths: [['name'], ['languages', 1], ['languages', 0], ['issued']] },
      {
        accepted: true,
        output: { name, labels: [...labels] },
      },
    ),
  ),
  drawn(
    'V23-1',
    'a claim in the place of its placeholder',
    '<text x="1">Name: {{name}}</text>',
    '<text x="1">Name: Testa</text>',
  ),
  drawn(
    'V23-2',
    'a claim that would be markup is text',
    '<text>{{name}}</text>',
    '<text>&lt;/text&gt;&lt;script&gt;&amp;&quot;&apos;</text>',
    { name: '</text><script>&"\'' },
  ),
  drawn(
    'V23-3',
    'a claim that looks like a placeholder stays text',
    '<text>{{name}}</text>',
    '<text>{{languages}}</text>',
    { name: '{{languages}}' },
  ),
  drawn('V23-4', 'a claim that was not shown leaves its place empty', '<text>{{name}}</text>', '<text></text>', {}),
  drawn('V23-5', 'several values', '<text>{{languages}}</text>', '<text>ja, fr</text>', { languages: ['ja', 'fr'] }),
  drawn(
    'V23-6',
    'a claim that turns the direction of what follows does not',
    '<text>{{name}}</text>',
    '<text> gpj.exe</text>',
    { name: '\u202egpj.exe' },
  ),
  drawn(
    'V23-7',
    'what an editor left for itself is left out',
    '<i:x xmlns:i="urn:editor"><i:y/></i:x><!-- made by hand --><metadata>m</metadata><rect fill="url(#a)"/>',
    '<rect fill="url(#a)"></rect>',
  ),
  drawn(
    'V23-8',
    'a reference within the picture',
    '<use xlink:href="#a" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
    '<use href="#a"></use>',
  ),
  drawn(
    'V23-9',
    'a style sheet that fetches nothing',
    '<style>text{fill:#123;clip-path:url(#a)}</style>',
    '<style>text{fill:#123;clip-path:url(#a)}</style>',
  ),
  notDrawn(
    'V23-10',
    'a placeholder that the type does not know',
    svg('<text>{{secret}}</text>'),
    'svg_placeholder_unknown',
  ),
  ...(
    [
      ['V23-11', 'in an attribute', '<text id="{{name}}">a</text>'],
      ['V23-12', 'in a comment', '<!-- {{name}} -->'],
      ['V23-13', 'in a style sheet', '<style>{{name}}</style>'],
      ['V23-14', 'beside the text', '<g>{{name}}</g>'],
    ] as const
  ).map(([id, title, content]) => notDrawn(id, `a placeholder ${title}`, svg(content), 'svg_placeholder_misplaced')),
  ...(
    [
      ['V23-20', 'a script', '<script>1</script>'],
      ['V23-21', 'a handler', '<rect onclick="1"/>'],
      ['V23-22', 'a handler in capitals', '<rect ONLOAD="1"/>'],
      ['V23-23', 'a link', '<a href="https://attacker.example"><text>a</text></a>'],
      ['V23-24', 'HTML', '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">a</p></foreignObject>'],
      ['V23-25', 'an image from elsewhere', '<image href="https://attacker.example/pixel.png"/>'],
      [
        'V23-26',
        'an image from elsewhere, the old way',
        '<image xmlns:x="http://www.w3.org/1999/xlink" x:href="//attacker.example/pixel.png"/>',
      ],
      [
        'V23-27',
        'a picture in the picture, which could do it all again',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
      ],
      ['V23-28', 'paint from elsewhere', '<rect fill="url(https://attacker.example/#a)"/>'],
      ['V23-29', 'paint from elsewhere in quotes', '<rect style="fill: url( \'//attacker.example\' )"/>'],
      ['V23-30', 'an import', '<style>@import "https://attacker.example/a.css";</style>'],
      ['V23-31', 'an image set', '<rect style="background:image-set(&quot;https://attacker.example/a&quot; 1x)"/>'],
      ['V23-32', 'an escape that spells url', '<rect style="fill:u\\72l(https://attacker.example)"/>'],
      [
        'V23-33',
        'an animation that could set a link',
        '<rect><animate attributeName="href" to="https://attacker.example"/></rect>',
      ],
      ['V23-34', 'an element used from elsewhere', '<use href="https://attacker.example/a.svg#b"/>'],
      ['V23-35', 'an image in a filter', '<filter><feImage href="https://attacker.example/a"/></filter>'],
      ['V23-36', 'a script’s address', '<use href="javascript:1"/>'],
      ['V23-37', 'an element that is not closed', '<g>'],
    ] as const
  ).map(([id, title, content]) => refusedPicture(id, title, content)),
  ...(
    [
      [
        'V23-41',
        'a style sheet within a description, which HTML would take as the page’s',
        '<desc><style>a{}</style></desc>',
      ],
      ['V23-42', 'text within a style sheet', '<style><text>{{name}}</text></style>'],
      ['V23-43', 'a shape within a title', '<title><rect/></title>'],
      ['V23-44', 'a use of a use', '<g id="a"><use href="#b"/></g><use href="#a"/>'],
      ['V23-45', 'a use of itself', '<use id="a" href="#a"/>'],
      ['V23-46', 'white space between url and its bracket', '<rect fill="url (https://attacker.example)"/>'],
      ['V23-47', 'a comment that parts a function’s name', '<rect style="fill:u/**/rl(https://attacker.example)"/>'],
    ] as const
  ).map(([id, title, content]) => refusedPicture(id, title, content)),
  notDrawn('V23-48', 'XML 1.1, which has other characters', `<?xml version="1.1"?>${svg('')}`, 'svg_template_refused'),
  notDrawn(
    'V23-49',
    'more than anybody looks at',
    svg(`<text>${'{{name}}'.repeat(100_000)}</text>`),
    'svg_template_refused',
    { name: '"'.repeat(500) },
  ),
  drawn(
    'V23-50',
    'a reference in both spellings',
    '<use href="#a" x:href="#b" xmlns:x="http://www.w3.org/1999/xlink"/>',
    '<use href="#a"></use>',
  ),
  drawn(
    'V23-51',
    'a label that is read out',
    '<g role="img" aria-label="Logo (new) @"/>',
    '<g role="img" aria-label="Logo (new) @"></g>',
  ),
  drawn('V23-52', 'characters that nobody sees', '<text>{{name}}</text>', '<text>a b c</text>', {
    name: 'a\u200bb\u{e0041}c',
  }),
  notDrawn('V23-38', 'entities', `<!DOCTYPE svg [<!ENTITY a "b">]>${svg('<text>&a;</text>')}`, 'svg_template_refused'),
  notDrawn(
    'V23-39',
    'a style sheet of its own',
    `<?xml-stylesheet href="https://attacker.example/a.css"?>${svg('')}`,
    'svg_template_refused',
  ),
  notDrawn('V23-40', 'no SVG', '<html xmlns="http://www.w3.org/1999/xhtml"/>', 'svg_template_refused'),
]
