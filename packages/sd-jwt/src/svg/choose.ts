import type { SvgTemplate, TypeDisplay } from '../type-metadata/metadata.ts'

/** How the picture is going to be shown. */
export interface ChooseSvgTemplateOptions {
  readonly orientation?: 'portrait' | 'landscape'
  readonly colorScheme?: 'light' | 'dark'
  readonly contrast?: 'normal' | 'high'
}

/**
 * Chooses the SVG template that fits the screen and the reader best (SD-JWT VC §5.5.1.2): by the properties that it meets and
 * those that it contradicts; among equals, the publisher's first.
 */
export function chooseSvgTemplate(
  display: TypeDisplay,
  options: ChooseSvgTemplateOptions = {},
): SvgTemplate | undefined {
  const { orientation, colorScheme, contrast } = options ?? {}
  const wanted = { orientation, color_scheme: colorScheme, contrast }
  const score = ({ properties = {} }: SvgTemplate): number => {
    let points = 0
    for (const name of ['orientation', 'color_scheme', 'contrast'] as const) {
      if (wanted[name] === undefined || properties[name] === undefined) continue
      points += properties[name] === wanted[name] ? 1 : -1
    }
    return points
  }
  const templates = display.rendering?.svg_templates ?? []
  return [...templates].sort((one, other) => score(other) - score(one))[0]
}
