import {
  bearer,
  type Context,
  type CredentialReader,
  type Evidence,
  establish,
  type FailureCode,
  formatOf,
  newProgress,
  type Policy,
  type PolicyGrounds,
  type PolicyRefusal,
  type PolicySubject,
  planCheck,
  requireValid,
  type Trust,
} from '@hashikake/credential'
import { decodeUtf8 } from '@hashikake/encoding/base64url'
import { type JsonObject, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { readTyped } from '../model/credential.ts'
import { refusal } from '../model/refusal.ts'
import { readDigests, requireDigests } from '../model/related-resources.ts'
import { type CredentialSchemaType, credentialSchemaTypes, requireConformity, schemaIn } from './credential-schema.ts'

export interface CredentialSchemaOptions {
  /** Schemas, or credentials that hold one, that the caller has: their text by their URLs. Taken before any host is asked. */
  readonly documents?: Readonly<Record<string, string>>
  /** Whose schemas may be fetched: https origins, as `https://schemas.example`. None unless given. */
  readonly publishers?: readonly string[]
  /** How credentials that hold a schema (`JsonSchemaCredential`) are read, and whom to believe for them. */
  readonly credentials?: { readonly formats: readonly CredentialReader[]; readonly trust: Trust }
  /** The largest schema that is taken, in bytes; 262,144 unless given. */
  readonly maximumBytes?: number
}

const usage =
  "credentialSchemas takes { documents: { 'https://…': text }, publishers: ['https://schemas.example'], credentials: { formats, trust } }"
const names = ['documents', 'publishers', 'credentials', 'maximumBytes']
const mediaTypes = [
  ...['application/schema+json', 'application/json', 'application/vc+jwt', 'application/vc+sd-jwt'],
  ...['application/vc', 'application/ld+json'],
]

/**
 * Demands that a W3C credential conforms to each schema that it names (VCDM 2.0 §4.11, VC JSON Schema). A schema waits until the
 * credential is authentic and trusted; it is given by the caller, or fetched from a publisher that the caller named. Kinds of
 * schemas that are not known are passed over, as VC-JOSE-COSE §5.4 has it, and the evidence says so.
 *
 * Codes: `credential_schema_…`, and those of the retrieval.
 *
 * @throws {TypeError} for wrong options
 */
export function credentialSchemas(options: CredentialSchemaOptions = {}): Policy {
  const { documents = {}, publishers = [], credentials, maximumBytes = 262_144 } = options ?? {}
  const isUnderstood =
    Object.keys(options ?? {}).every((name) => names.includes(name)) &&
    Object.values(documents).every((text) => typeof text === 'string') &&
    Array.isArray(publishers) &&
    publishers.every(isOrigin) &&
    (credentials === undefined || (Array.isArray(credentials.formats) && typeof credentials.trust === 'object')) &&
    Number.isSafeInteger(maximumBytes) &&
    maximumBytes > 0
  if (!isUnderstood) throw new TypeError(usage)
  const settings = { documents: { ...documents }, publishers: [...publishers], credentials, maximumBytes }
  return Object.freeze({
    check: planCheck('policy', 'credential_schema'),
    parameters: { documents: Object.keys(documents), publishers: settings.publishers, maximumBytes },
    judge: (subject: PolicySubject, context: Context, signal?: AbortSignal) =>
      judge(subject, { settings, context, signal }),
  })
}

function isOrigin(text: unknown): boolean {
  return (
    typeof text === 'string' &&
    URL.canParse(text) &&
    new URL(text).protocol === 'https:' &&
    new URL(text).origin === text
  )
}

interface Judging {
  readonly settings: {
    readonly documents: Readonly<Record<string, string>>
    readonly publishers: readonly string[]
    readonly credentials: CredentialSchemaOptions['credentials']
    readonly maximumBytes: number
  }
  readonly context: Context
  readonly signal: AbortSignal | undefined
}

async function judge(subject: PolicySubject, judging: Judging): Promise<PolicyRefusal | PolicyGrounds> {
  const evidence: Evidence[] = []
  const claims = subject.credential.claims as JsonObject
  try {
    for (const entry of readTyped(claims, 'credentialSchema')) {
      evidence.push(await judgeOne(claims, entry, subject, judging))
    }
    return { evidence: Object.freeze(evidence) }
  } catch (thrown) {
    judging.signal?.throwIfAborted()
    if (!(thrown instanceof Refusal)) throw thrown
    const code = thrown.code as FailureCode
    // What was held back may be what is missing.
    const { members = [], elements = [] } = subject.credential.withheld ?? {}
    const isPartial = code === 'credential_schema_mismatch' && members.length + elements.length > 0
    return {
      code: isPartial ? 'credential_schema_undecided' : code,
      path: ['credentialSchema'],
      retryable: thrown.retryable,
    }
  }
}

async function judgeOne(
  claims: JsonObject,
  entry: JsonObject,
  subject: PolicySubject,
  judging: Judging,
): Promise<Evidence> {
  const id = ownMember(entry, 'id') as string
  const type = [ownMember(entry, 'type')].flat().find((one) => credentialSchemaTypes.includes(one as string))
  if (type === undefined) return Object.freeze({ kind: 'credential-schema', id, outcome: 'unknown-type' })
  const { text, source } = await textOf(id, judging)
  await requireDigests(readDigests(entry), text, judging.context.engine)
  const document =
    type === 'JsonSchema' ? parseJsonObject(text, { maxDepth: 64 }) : await credentialIn(text, subject, judging)
  requireConformity(claims, { schema: schemaIn(document, type as CredentialSchemaType, id) })
  const sha256 = judging.context.engine.sha256Base64url(text)
  return Object.freeze({ kind: 'credential-schema', id, outcome: 'conforms', sha256, ...source })
}

async function textOf(
  id: string,
  { settings, context, signal }: Judging,
): Promise<{ readonly text: string; readonly source: { readonly retrievedAt?: number } }> {
  const { documents, publishers, maximumBytes } = settings
  if (Object.hasOwn(documents, id)) return { text: documents[id] as string, source: {} }
  if (!URL.canParse(id) || !publishers.includes(new URL(id).origin)) throw refusal('credential_schema_unknown')
  const { retrieval } = context
  if (retrieval === undefined) throw new Refusal('retrieval_unavailable')
  const now = Math.floor(context.now() / 1000)
  const { bytes, retrievedAt } = await retrieval.retrieve({ url: id, mediaTypes, maximumBytes, now, signal })
  return { text: decodeUtf8(bytes).trim(), source: { retrievedAt } }
}

/** A schema that comes as a credential is believed like one, and as long. */
async function credentialIn(
  text: string,
  { now, clockSkew }: PolicySubject,
  { settings, context, signal }: Judging,
): Promise<JsonObject> {
  const { formats, trust } = settings.credentials ?? {}
  const reader = formats === undefined ? undefined : formatOf(formats, text)
  if (reader === undefined || trust === undefined) throw refusal('credential_schema_unknown')
  const { authenticated } = await establish(text, {
    reader,
    trust,
    request: {
      from: 'issuer',
      challenge: bearer,
      context,
      now,
      clockSkew,
      mode: context.engine.mode,
      signatures: 'all',
      leniencies: [],
      progress: newProgress(),
      signal,
    },
  })
  requireValid(authenticated.content.validity, { now, clockSkew })
  return authenticated.content.claims as JsonObject
}
