// N-Quads in canonical form: subject, predicate, object and graph with one blank between them.
const quad =
  /^(_:\S+|<[^>]*>) (<[^>]*>) (_:\S+|<[^>]*>|"(?:[^"\\]|\\.)*"(?:@\S+|\^\^<[^>]*>)?)(?: (_:\S+|<[^>]*>))? \.\n$/su

/**
 * Replaces terms of a quad that are not literals or predicates: what looks like a blank node inside a literal is none.
 *
 * @param replace - of the subject, an object that is no literal, and the graph
 */
function mapTerms(nquad: string, replace: (term: string) => string): string {
  const match = quad.exec(nquad)
  if (match === null) return nquad
  const [, subject, predicate, object, graph] = match as unknown as [string, string, string, string, string?]
  const terms = [replace(subject), predicate, object.startsWith('"') ? object : replace(object)]
  if (graph !== undefined) terms.push(replace(graph))
  return `${terms.join(' ')} .\n`
}

/** Gives the blank nodes of quads other labels. */
export function relabel(nquads: readonly string[], labels: ReadonlyMap<string, string>): readonly string[] {
  const replace = (term: string): string => {
    if (!term.startsWith('_:')) return term
    const label = labels.get(term.slice(2))
    // A node without a label would be left to chance: the caller knows them all.
    return label === undefined ? term : `_:${label}`
  }
  return nquads.map((nquad) => mapTerms(nquad, replace))
}

const scheme = 'urn:hashikake-sd:'

/** The name of a blank node while parts of a document are selected (DI-ECDSA 1.0 §3.4.7). */
function skolemName(label: string): string {
  return `${scheme}${label}`
}

/** Makes blank nodes of these names again (§3.4.6). */
export function deskolemize(nquads: readonly string[]): readonly string[] {
  const prefix = `<${scheme}`
  const replace = (term: string): string => (term.startsWith(prefix) ? `_:${term.slice(prefix.length, -1)}` : term)
  return nquads.map((nquad) => mapTerms(nquad, replace))
}

/**
 * Names every blank node of an expanded document (§3.4.7). What has such a name already would be taken for one: the
 * canonical document is checked for that by its caller.
 */
export function skolemize(expanded: readonly unknown[], counter: { count: number }): unknown[] {
  return expanded.map((element) => {
    if (typeof element !== 'object' || element === null || Object.hasOwn(element, '@value')) return element
    const node: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(element)) {
      node[name] = Array.isArray(value) ? skolemize(value, counter) : skolemize([value], counter)[0]
    }
    if (Object.hasOwn(element, '@list') || Object.hasOwn(element, '@set')) return node
    const id = node['@id']
    if (id === undefined) node['@id'] = skolemName(`b${counter.count++}`)
    else if (typeof id === 'string' && id.startsWith('_:')) node['@id'] = skolemName(`n${id.slice(2)}`)
    return node
  })
}
