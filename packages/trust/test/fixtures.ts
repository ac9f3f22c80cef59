import { readFileSync } from 'node:fs'
import { anyIssuer, type Context, type KeyRequest, pinnedKeys, type Retrieval } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { type Signer, signerFromJwk } from '@hashikake/crypto/signers'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { degreeAwardingInstitutions, degreeServiceStatuses, type TrustedEntitiesOptions } from '@hashikake/trust'

export const now = Date.parse('2026-12-01T12:00:00Z')
export const issuer = 'https://registrar.example'
export const degree = 'https://registrar.example/vct/degree'

interface KeyFile {
  readonly key: JsonObject
}

export function privateKey(name: string): JsonObject {
  const file = new URL(`../../../test-vectors/keys/${name}.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as KeyFile).key
}

export function publicKey(name: string): JsonObject {
  const { d: _, ...key } = privateKey(name)
  return key
}

export function certificate(name: 'authority' | 'issuer' | 'attacker-authority' | 'attacker'): Uint8Array {
  const file = new URL('../../../test-vectors/keys/certificates.json', import.meta.url)
  return Uint8Array.from(
    Buffer.from((JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)[name] as string, 'base64'),
  )
}

export const signer = (name: string): Promise<Signer> => signerFromJwk(privateKey(name))
export const operator = pinnedKeys([{ key: publicKey('second-issuer'), issuer: anyIssuer }])

/** A context at a time, which fetches from the documents alone and counts what it was asked. */
export function contextWith(
  documents: Readonly<Record<string, string | JsonValue>> | undefined = undefined,
  at = now,
): Context & { readonly asked: string[] } {
  const asked: string[] = []
  const retrieve: Retrieval['retrieve'] = async ({ url, mediaTypes }) => {
    asked.push(url)
    const content = documents !== undefined && Object.hasOwn(documents, url) ? documents[url] : undefined
    if (content === undefined) throw new Refusal('retrieval_unreachable', { retryable: true })
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    const bytes = new TextEncoder().encode(text).slice()
    return { url, mediaType: mediaTypes[0] as string, bytes, retrievedAt: at / 1000 }
  }
  const context = defaultContext({ now: () => at, ...(documents === undefined ? {} : { retrieval: { retrieve } }) })
  return { ...context, asked }
}

export function requestFor(members: Partial<KeyRequest> = {}): KeyRequest {
  return { purpose: 'credential', format: 'dc+sd-jwt', algorithms: ['ES256'], type: degree, issuer, ...members }
}

const english = (value: string): JsonValue => [{ lang: 'en', value }]

/** A list of one institution, with these members of its service and of the scheme. */
export function listWith(service: JsonObject = {}, scheme: JsonObject = {}): JsonObject {
  return {
    LoTE: {
      ListAndSchemeInformation: {
        LoTEVersionIdentifier: 1,
        LoTESequenceNumber: 7,
        LoTEType: degreeAwardingInstitutions.type,
        SchemeOperatorName: english('Fixture Ministry'),
        SchemeTerritory: 'JP',
        ListIssueDateTime: '2026-11-01T00:00:00Z',
        NextUpdate: '2027-05-01T00:00:00Z',
        ...scheme,
      },
      TrustedEntitiesList: [
        {
          TrustedEntityInformation: {
            TEName: english('Fixture University'),
            TEAddress: {
              TEPostalAddress: [{ lang: 'en', StreetAddress: '1 Fixture Street', Country: 'JP' }],
              TEElectronicAddress: [{ lang: 'en', uriValue: 'mailto:registrar@registrar.example' }],
            },
            TEInformationURI: [{ lang: 'en', uriValue: issuer }],
          },
          TrustedEntityServices: [
            {
              ServiceInformation: {
                ServiceTypeIdentifier: degreeAwardingInstitutions.services.credential[0] as string,
                ServiceName: english('Degrees'),
                ServiceDigitalIdentity: { PublicKeyValues: [publicKey('issuer')], OtherIds: [issuer] },
                ServiceStatus: degreeServiceStatuses.granted,
                StatusStartingTime: '2020-04-01T00:00:00Z',
                ...service,
              },
            },
          ],
        },
      ],
    },
  }
}

export function entitiesOptions(list: TrustedEntitiesOptions['list']): TrustedEntitiesOptions {
  return { list, scheme: degreeAwardingInstitutions, signer: operator, binding: 'other-id' }
}

/** What came of a call: `refused <code>`, retryable or not, or what it returned. */
export async function outcomeOf(run: () => unknown): Promise<string> {
  try {
    await run()
    return 'done'
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return thrown.retryable ? `${thrown.code}, retryable` : thrown.code
  }
}
