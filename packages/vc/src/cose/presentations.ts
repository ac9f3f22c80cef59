import type { Encoded, ReadRequest } from '@hashikake/credential'
import { verifySign1 } from '@hashikake/crypto/cose'
import type { Settings } from '../options.ts'
import type { OpenedPresentation, PresentationEnvelope } from '../presented/reader.ts'
import { contentOfCose, openCose } from './headers.ts'

/** Presentations that are secured as a COSE_Sign1 (VC-JOSE-COSE §3.3.2). */
export function cosePresentations(settings: Settings): PresentationEnvelope {
  return {
    mediaType: 'vp+cose',
    recognizes: (input) => contentOfCose(input) === 'vp',
    peek: (presentation, limits) => openCose(presentation, 'vp', limits).document,
    open: (presentation, request) => open(presentation, settings, request),
  }
}

function open(presentation: Encoded, settings: Settings, { context, mode }: ReadRequest): OpenedPresentation {
  const { algorithms, limits } = settings
  const { message, ...opened } = openCose(presentation, 'vp', limits)
  return { ...opened, verify: (key) => verifySign1(message, key, { engine: context.engine, algorithms, mode }) }
}
