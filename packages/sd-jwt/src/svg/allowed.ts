// What may stand in a picture that strangers drew: shapes, text, paint and geometry. Nothing that runs, moves, links, embeds
// a document or fetches. A list of what is allowed, since a list of dangers is never complete.

export const svgNamespace = 'http://www.w3.org/2000/svg'
export const xlinkNamespace = 'http://www.w3.org/1999/xlink'

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
const functionName = /([A-Za-z-]*)\s*\(/g
const anyUrl = /url\s*\(/gi
const localUrl = /url\(\s*(["']?)#[A-Za-z_][\w.:-]*\1\s*\)/gi

/**
 * Whether a style sheet, a `style` or any other attribute fetches nothing: functions that are known alone, `url` only within
 * the picture, no at-rule (an import is one), no escape that could spell something else.
 */
export function isQuietStyle(text: string): boolean {
  if (/[@\\<]/.test(text) || text.includes('/*')) return false
  for (const [, name] of text.matchAll(functionName)) {
    if (!functions.has((name as string).toLowerCase()) && name !== '') return false
  }
  return (text.match(anyUrl)?.length ?? 0) === (text.match(localUrl)?.length ?? 0)
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
