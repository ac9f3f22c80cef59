import { defaultAlgorithms, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import type { JsonObject } from '@hashikake/encoding/json'
import { baseContextV1, type CredentialFacts, readCredential, readCredentialV1 } from '@hashikake/vc'
import { type Limits, readLimits } from '@hashikake/vc/formats'
import { type Contexts, ownContexts } from './canonicalization/contexts.ts'
import { type CryptosuiteName, cryptosuites, isCryptosuite } from './suites/table.ts'

export interface DataIntegrityOptions {
  /** The cryptosuites to accept; all of them unless given. */
  readonly cryptosuites?: readonly CryptosuiteName[]
  /** Signature algorithms to accept, of issuers and holders; ES256, ES384, ES512, EdDSA and Ed25519 unless given. */
  readonly algorithms?: readonly SignatureAlgorithm[]
  /** Contexts besides those that come with the library, by their URLs: you vouch for what they mean. */
  readonly contexts?: Contexts
  /**
   * Whether `@context` may hold definitions of its own. Under a proof over RDF whoever shows a credential could then give its
   * members other names: only for readers of RDF.
   */
  readonly inlineContexts?: 'allowed'
  /** Versions of the data model to accept; 2.0 unless given. */
  readonly versions?: readonly ('1.1' | '2.0')[]
  readonly limits?: Partial<Limits>
}

export interface Settings {
  readonly cryptosuites: readonly CryptosuiteName[]
  readonly algorithms: readonly SignatureAlgorithm[]
  readonly contexts: Contexts
  readonly inlineContexts: boolean
  readonly versions: readonly string[]
  readonly limits: Limits
}

const names = ['cryptosuites', 'algorithms', 'contexts', 'inlineContexts', 'versions', 'limits']

/** @throws {TypeError} for what would silently do nothing */
export function readOptions(options: DataIntegrityOptions): Settings {
  const given = options ?? {}
  const unknown = Object.keys(given).find((name) => !names.includes(name))
  if (unknown !== undefined) throw new TypeError(`There is no option ${unknown}: it takes ${names.join(', ')}`)
  const { algorithms = defaultAlgorithms, contexts = {}, inlineContexts, versions = ['2.0'], limits } = given
  const suites = given.cryptosuites ?? (Object.keys(cryptosuites) as CryptosuiteName[])
  if (!suites.every(isCryptosuite))
    throw new TypeError(`cryptosuites takes names of ${Object.keys(cryptosuites).join(', ')}`)
  if (!versions.every((one) => one === '1.1' || one === '2.0')) throw new TypeError("versions takes '1.1' and '2.0'")
  if (inlineContexts !== undefined && inlineContexts !== 'allowed')
    throw new TypeError("inlineContexts takes 'allowed'")
  return Object.freeze({
    cryptosuites: Object.freeze([...suites]),
    algorithms: Object.freeze([...algorithms]),
    contexts: Object.freeze({ ...contexts }),
    inlineContexts: inlineContexts === 'allowed',
    versions: Object.freeze([...versions]),
    limits: readLimits(limits),
  })
}

/** Those of the caller, and those that come with the library, which nobody overrules. */
export async function contextsOf({ contexts }: Pick<Settings, 'contexts'>): Promise<Contexts> {
  return { ...contexts, ...(await ownContexts()) }
}

/** Reads a credential by the version that it says it is of. @throws {Refusal} those of the data model */
export function readVersion(document: JsonObject, { versions }: Pick<Settings, 'versions'>): CredentialFacts {
  const context = document['@context']
  const isV1 = (Array.isArray(context) ? context[0] : context) === baseContextV1
  if (isV1 ? versions.includes('1.1') : !versions.includes('2.0')) return readCredentialV1(document)
  return readCredential(document)
}
