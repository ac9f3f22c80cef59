// The parts of two libraries without types that are used here.
declare module 'jsonld' {
  interface LoadedDocument {
    readonly contextUrl: null
    readonly documentUrl: string
    readonly document: unknown
  }
  interface Options {
    readonly documentLoader: (url: string) => Promise<LoadedDocument>
    readonly safe?: boolean
    readonly base?: null
    readonly rdfDirection?: 'i18n-datatype'
    readonly produceGeneralizedRdf?: boolean
    readonly format?: 'application/n-quads'
    readonly skipExpansion?: boolean
    readonly expansionMap?: false
  }
  const jsonld: {
    toRDF(input: unknown, options: Options): Promise<unknown>
    expand(input: unknown, options: Options): Promise<unknown[]>
    compact(input: unknown, context: unknown, options: Options): Promise<Record<string, unknown>>
  }
  export default jsonld
}

declare module 'rdf-canonize' {
  interface CanonizeOptions {
    readonly algorithm: 'RDFC-1.0'
    readonly inputFormat?: 'application/n-quads'
    readonly format?: 'application/n-quads'
    readonly canonicalIdMap?: Map<string, string>
    readonly maxWorkFactor?: number
    readonly messageDigestAlgorithm?: 'sha256' | 'sha384'
    readonly signal?: AbortSignal
  }
  export function canonize(input: unknown, options: CanonizeOptions): Promise<string>
}
