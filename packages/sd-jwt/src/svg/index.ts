export type { SdJwtCodes } from '../codes.ts'
export { type ChooseSvgTemplateOptions, chooseSvgTemplate } from './choose.ts'
export { type RenderSvgOptions, renderSvg, svgImageUri } from './render.ts'
