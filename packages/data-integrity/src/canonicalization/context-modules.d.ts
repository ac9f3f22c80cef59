declare module '@digitalbazaar/credentials-context' {
  export const contexts: ReadonlyMap<string, import('@hashikake/encoding/json').JsonObject>
}

declare module '@digitalbazaar/data-integrity-context' {
  const context: { readonly contexts: ReadonlyMap<string, import('@hashikake/encoding/json').JsonObject> }
  export default context
}
