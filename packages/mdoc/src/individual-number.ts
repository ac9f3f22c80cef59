import { type CborInput, CborTag, type CborValue, decodeCbor, isCborMap } from '@hashikake/encoding/cbor'

/**
 * Whoever asks states that the My Number Act (番号法, Act No. 27 of 2013) permits it: the use is one of Article 9, and the number
 * is received under an item of Article 19, without which Article 15 forbids everybody to ask for it. Issuing, showing or checking
 * a degree is no such use. That the statement is true cannot be checked here.
 */
export const myNumberActPermits: unique symbol = Symbol.for('@hashikake/myNumberActPermits')

/** By what law a restricted element is asked for. */
export type LegalBasis = typeof myNumberActPermits

const names: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'individualnumber',
  'individualnumberunicode',
  'individualnumberlatin1',
  'mynumber',
  'mynumberunicode',
  '個人番号',
  'マイナンバー',
])

/**
 * Whether a name is that of the Individual Number (My Number) of a person: `individual_number_unicode` of the My Number Card,
 * however it is spelt, and in whatever namespace.
 */
export function isIndividualNumber(elementIdentifier: string): boolean {
  return elementIdentifier.length <= longestName && names.has(folded(elementIdentifier))
}

const longestName = 256

/** Without width, case, and what stands between words. */
function folded(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/**
 * Refuses to ask for the Individual Number without a legal basis.
 *
 * @param asked - names of elements, or whatever holds such names
 * @throws {TypeError} where it is asked for, and for any other legal basis
 * @throws {Refusal} the codes of strict CBOR, for what is embedded and malformed
 */
export function guardIndividualNumber(asked: CborInput, legalBasis: LegalBasis | undefined): void {
  requireLegalBasis(legalBasis)
  if (legalBasis === undefined && holdsIndividualNumber(asked)) {
    throw new TypeError(
      'The Individual Number (My Number) is asked for only where the law permits it: { legalBasis: myNumberActPermits }',
    )
  }
}

/**
 * Refuses to put the Individual Number into a document without a legal basis.
 *
 * @throws {TypeError} where an element is named so, or a member within one; and for any other legal basis
 */
export function guardIndividualNumberIssued(
  elements: readonly { readonly elementIdentifier: string; readonly elementValue: CborValue }[],
  legalBasis: LegalBasis | undefined,
): void {
  requireLegalBasis(legalBasis)
  const isNamed = ({ elementIdentifier, elementValue }: (typeof elements)[number]): boolean =>
    isIndividualNumber(elementIdentifier) || namesIndividualNumber(elementValue)
  if (legalBasis === undefined && elements.some(isNamed)) {
    throw new TypeError(
      'The Individual Number (My Number) is put into a document only where the law permits it: issuance({ legalBasis: myNumberActPermits })',
    )
  }
}

/** Names alone: a text may speak of the number without being one. */
function namesIndividualNumber(value: CborValue): boolean {
  if (value instanceof CborTag) return namesIndividualNumber(value.value)
  if (Array.isArray(value)) return value.some(namesIndividualNumber)
  if (!isCborMap(value)) return false
  return [...value].some(
    ([name, member]) => (typeof name === 'string' && isIndividualNumber(name)) || namesIndividualNumber(member),
  )
}

function requireLegalBasis(legalBasis: LegalBasis | undefined): void {
  if (legalBasis !== undefined && legalBasis !== myNumberActPermits) {
    throw new TypeError('A legal basis is one of those that are exported: { legalBasis: myNumberActPermits }')
  }
}

/** Keys as well as values: what an extension of a request asks for instead is asked for too. */
function holdsIndividualNumber(value: CborInput): boolean {
  if (typeof value === 'string') return isIndividualNumber(value)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false
  if (value instanceof CborTag)
    return holdsIndividualNumber(isEmbedded(value) ? decodeCbor(value.value).value : value.value)
  const parts: readonly CborInput[] = isCborMap(value) ? [...value].flat() : Object.entries(value).flat()
  return parts.some(holdsIndividualNumber)
}

function isEmbedded(item: CborTag): item is CborTag & { readonly value: Uint8Array } {
  return item.tag === 24 && item.value instanceof Uint8Array
}
