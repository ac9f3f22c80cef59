// What may stand in a picture that strangers drew: shapes, text, paint and geometry. Nothing that runs, moves, links, embeds
// a document or fetches. A list of what is allowed, since a list of dangers is never complete.

export const svgNamespace = 'http://www.w3.org/2000/svg'
export const xlinkNamespace = 'http://www.w3.org/1999/xlink'

/** Elements that hold text and nothing else: HTML would take whatever else stood in them as its own. */
export const plainElements: ReadonlySet<string> = new Set(['title', 'desc', 'style'])

/** Elements whose text is drawn or read out: the places for claims. */
export const textElements: ReadonlySet<string> = new Set(['text', 'tspan', 'textPath', 'title', 'desc'])

export const elements: ReadonlySet<string> = new Set([
  ...textElements,
  ...['svg', 'g', 'defs', 'symbol', 'use', 'style', 'image', 'marker', 'switch', 'view'],
  ...['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'],
  ...['linearGradient', 'radialGradient', 'stop', 'pattern', 'clipPath', 'mask', 'filter'],
  ...['feBlend', 'feColorMatrix', 'feComponentTransfer', 'feComposite', 'feConvolveMatrix', 'feDiffuseLighting'],
  ...['feDisplacementMap', 'feDistantLight', 'feDropShadow', 'feFlood', 'feFuncA', 'feFuncB', 'feFuncG', 'feFuncR'],
  ...['feGaussianBlur', 'feMerge', 'feMergeNode', 'feMorphology', 'feOffset', 'fePointLight', 'feSpecularLighting'],
  ...['feSpotLight', 'feTile', 'feTurbulence'],
])

const functions: ReadonlySet<string> = new Set([
  ...[
    'rgb',
    'rgba',
    'hsl',
    'hsla',
    'url',
    'matrix',
    'translate',
    'translatex',
    'translatey',
    'scale',
    'scalex',
    'scaley',
  ],
  ...[
    'rotate',
    'skewx',
    'skewy',
    'calc',
    'var',
    'blur',
    'opacity',
    'brightness',
    'contrast',
    'drop-shadow',
    'grayscale',
  ],
  ...['not', 'is', 'where', 'nth-child', 'first-child', 'last-child', 'inset', 'circle', 'ellipse', 'polygon'],
])
const localUrl = /^\(\s*(["']?)#[A-Za-z_][\w.:-]*\1\s*\)/

/**
 * Whether a style sheet, a `style` or any other attribute fetches nothing: functions that are known alone, `url` only within
 * the picture, no at-rule (an import is one), no escape or comment that could spell something else.
 */
export function isQuietStyle(text: string): boolean {
  if (/[@\\<]|\/\*/.test(text)) return false
  // Each bracket looks back no farther than the one before it: the text is walked through once.
  let from = 0
  for (let at = text.indexOf('('); at >= 0; at = text.indexOf('(', from)) {
    const name = functionBefore(text, from, at)
    if (name !== '' && !functions.has(name)) return false
    if (name === 'url' && !localUrl.test(text.slice(at, at + longestReference))) return false
    from = at + 1
  }
  return true
}

const longestReference = 256

/** The name right before a bracket, lower case; white space between them makes it no function, but is not relied upon. */
function functionBefore(text: string, from: number, bracket: number): string {
  let end = bracket
  while (end > from && /\s/.test(text[end - 1] as string)) end--
  let start = end
  while (start > from && /[A-Za-z-]/.test(text[start - 1] as string)) start--
  return text.slice(start, end).toLowerCase()
}

const localReference = /^#[A-Za-z_][\w.:-]*$/
const imageData = /^data:image\/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=\s]+$/

/** Whether a reference stays within the picture: a fragment, or for an `image` pixels. */
export function isLocalReference(element: string, value: string): boolean {
  return localReference.test(value) || (element === 'image' && imageData.test(value))
}

/** Whether an attribute may stand at all: none that runs code, changes the base of references, or submits anything. */
export function isAllowedAttribute(name: string): boolean {
  const lower = name.toLowerCase()
  return !lower.startsWith('on') && !['base', 'ping', 'target', 'download', 'src', 'srcset', 'action'].includes(lower)
}

/** Whether an attribute is read out and never drawn: its text is no style. */
export function isSpoken(name: string): boolean {
  return name === 'role' || /^aria-[a-z]+$/.test(name)
}
