import { type ClaimPath, isClaimPath } from '@hashikake/credential'
import type { EffectiveClaim, EffectiveMetadata } from './merge.ts'
import type { ClaimDisplay, TypeDisplay } from './metadata.ts'

/**
 * Chooses how a type is shown: in the first language of the reader for which there is anything, by the lookup of RFC 4647
 * §3.4 (`ja-JP`, then `ja`, then another `ja-…`); failing that in English; failing that the publisher's first. All texts are
 * the publisher's: escape them.
 *
 * @param locales - language tags, the most wanted first
 * @returns undefined where the type says nothing of its display
 */
export function typeDisplay(
  metadata: Pick<EffectiveMetadata, 'display'>,
  locales: string | readonly string[],
): TypeDisplay | undefined {
  return choose(metadata.display, requireLocales(locales))
}

/**
 * Chooses the label of a claim, as {@link typeDisplay}. Where several rules select the claim, one that names an element by its
 * index goes before one for all elements.
 *
 * @param path - of the claim, with the index of each element
 * @returns undefined where the type says nothing of the claim
 */
export function claimDisplay(
  metadata: Pick<EffectiveMetadata, 'claims'>,
  path: ClaimPath,
  locales: string | readonly string[],
): ClaimDisplay | undefined {
  if (!isClaimPath(path)) throw new TypeError("claimDisplay takes a claim path: ['degree', 'title']")
  const wanted = requireLocales(locales)
  const fitting = metadata.claims.filter((claim) => claim.display.length > 0 && selects(claim, path))
  const [best] = fitting.sort((one, other) => wildcards(one) - wildcards(other))
  return best === undefined ? undefined : choose(best.display, wanted)
}

function selects({ path: rule }: EffectiveClaim, path: ClaimPath): boolean {
  return (
    rule.length === path.length &&
    rule.every((step, i) => step === path[i] || (step === null && typeof path[i] === 'number'))
  )
}

function wildcards({ path }: EffectiveClaim): number {
  return path.filter((step) => step === null).length
}

function choose<T extends { readonly locale: string }>(
  displays: readonly T[],
  locales: readonly string[],
): T | undefined {
  for (const locale of [...locales, 'en']) {
    const found = lookUp(displays, locale.toLowerCase())
    if (found !== undefined) return found
  }
  return displays[0]
}

/** Shorter and shorter, a single letter never the last part; then any of the same language. */
function lookUp<T extends { readonly locale: string }>(displays: readonly T[], locale: string): T | undefined {
  const parts = locale.split('-')
  for (let length = parts.length; length > 0; length--) {
    if (length > 1 && (parts[length - 1] as string).length === 1) continue
    const range = parts.slice(0, length).join('-')
    const exact = displays.find((one) => one.locale.toLowerCase() === range)
    if (exact !== undefined) return exact
  }
  return displays.find((one) => one.locale.toLowerCase().startsWith(`${parts[0]}-`))
}

function requireLocales(locales: string | readonly string[]): readonly string[] {
  const list = typeof locales === 'string' ? [locales] : locales
  if (Array.isArray(list) && list.every((one) => typeof one === 'string' && one !== '')) return list
  throw new TypeError("The reader's languages are given as tags: 'ja' or ['ja', 'en']")
}
