import {
  bearer,
  type ClaimPath,
  type Claims,
  type Context,
  type Encoded,
  type PresentationFormat,
  type PresentRequest,
} from '@hashikake/credential'
import { makeMac0, makeSign1 } from '@hashikake/crypto/cose'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { sameKey } from '@hashikake/crypto/keys'
import type { Bytes } from '@hashikake/encoding/base64url'
import {
  type CborInput,
  type CborMap,
  type CborTag,
  decodeCbor,
  embeddedCbor,
  encodeCbor,
} from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import { ageOf, nearestAge } from './age-over.ts'
import type { MdocCode } from './codes.ts'
import { requireAuthorized } from './device-authentication.ts'
import { macKeyOf } from './device-mac.ts'
import { bytesOf } from './encoded.ts'
import { inspectMdoc } from './inspection.ts'
import { type IssuerSignedItem, readIssuerSigned } from './issuer-signed.ts'
import { decodeOuter, type Reading, requireMap } from './items.ts'
import { fractionalDates, interop, shortRandom, taggedCose } from './leniencies.ts'
import type { Limits } from './limits.ts'
import type { MobileSecurityObject } from './mobile-security-object.ts'
import { type MdocContent, type MdocOptions, mdocReader, readOptions } from './reader.ts'
import { deviceAuthenticationBytes, sessionTranscriptOf } from './session-transcript.ts'

/** Takes, lays open and shows mdocs (ISO/IEC 18013-5) as a holder: a DeviceResponse under a challenge, an IssuerSigned as `bearer`. */
export function presentation(options: MdocOptions = {}): PresentationFormat<'mso_mdoc', MdocContent, Bytes> {
  const { limits } = readOptions(options)
  return Object.freeze({
    name: 'mso_mdoc',
    ...mdocReader(options),
    inspect: async (input: Encoded, context: Context) => inspectMdoc(input, { context, reading: lenient(limits) }),
    present: (input: Encoded, request: PresentRequest) => present(input, request, limits),
  })
}

/** How what was verified when it was received is read again. */
function lenient(limits: Limits): Reading {
  return { leniencies: [interop, taggedCose, shortRandom, fractionalDates], limits }
}

async function present(input: Encoded, request: PresentRequest, limits: Limits): Promise<Bytes> {
  const { challenge, disclose, context } = request
  const reading = lenient(limits)
  const outer = requireMap(decodeOuter(bytesOf(input, limits), reading), 'mdoc_malformed')
  if (outer.has('documents')) throw new Refusal<MdocCode>('device_response_unexpected')
  const { items, mso } = readIssuerSigned(outer, reading)
  const selected = selectItems(items, disclose)
  const issuerSigned = reduce(outer, items, selected)
  if (challenge === bearer) return encodeCbor(issuerSigned)
  const transcript = sessionTranscriptOf(challenge, context)
  const nameSpaces = embeddedCbor(encodeCbor(holderElements(request.holderClaims, mso, selected)))
  const { docType } = mso
  const payload = deviceAuthenticationBytes(transcript, { docType, encodedNameSpaces: encodeCbor(nameSpaces) })
  const deviceAuth = await prove(payload, { request, transcript, deviceKey: mso.deviceKey })
  const document = new Map<string, CborInput>([
    ['docType', docType],
    [
      'deviceSigned',
      new Map<string, CborInput>([
        ['deviceAuth', deviceAuth],
        ['nameSpaces', nameSpaces],
      ]),
    ],
    ['issuerSigned', issuerSigned],
  ])
  return encodeResponse([document])
}

function encodeResponse(documents: readonly CborInput[]): Bytes {
  return encodeCbor(
    new Map<string, CborInput>([
      ['status', 0],
      ['version', '1.0'],
      ['documents', documents],
    ]),
  )
}

/**
 * One DeviceResponse of the documents of several, in their order, as a session of ISO/IEC 18013-5 has them. HAIP 1.0 wants each
 * by itself.
 *
 * @throws {TypeError} for what is no DeviceResponse
 */
export function joinDeviceResponses(responses: readonly Uint8Array[]): Bytes {
  const documents = responses.flatMap((response) => {
    const { value } = decodeCbor(response)
    const own = value instanceof Map ? value.get('documents') : undefined
    if (!Array.isArray(own)) throw new TypeError('joinDeviceResponses takes what present gave: a DeviceResponse each')
    return own
  })
  if (documents.length === 0) throw new TypeError('joinDeviceResponses takes one response at least')
  return encodeResponse(documents)
}

/** The items that the paths name; of an age that was not attested, the nearest that answers for it. */
function selectItems(items: readonly IssuerSignedItem[], paths: readonly ClaimPath[]): ReadonlySet<IssuerSignedItem> {
  const namespaces = new Map<string, Map<string, IssuerSignedItem>>()
  for (const item of items) {
    const own = namespaces.get(item.namespace) ?? new Map<string, IssuerSignedItem>()
    namespaces.set(item.namespace, own.set(item.elementIdentifier, item))
  }
  const selected = new Set<IssuerSignedItem>()
  for (const path of paths) {
    const [namespace, element, ...deeper] = path
    const own = namespaces.get(namespace as string)
    if (own === undefined || deeper.length > 0) throw unmatched(path)
    if (element === undefined) {
      for (const item of own.values()) selected.add(item)
      continue
    }
    const item = typeof element === 'string' ? (own.get(element) ?? nearestAgeItem(own, element)) : undefined
    if (item === undefined) throw unmatched(path)
    selected.add(item)
  }
  return selected
}

function nearestAgeItem(own: ReadonlyMap<string, IssuerSignedItem>, element: string): IssuerSignedItem | undefined {
  const asked = ageOf(element)
  if (asked === undefined) return undefined
  const attested = new Map<number, IssuerSignedItem>()
  for (const [name, item] of own) {
    const age = ageOf(name)
    if (age !== undefined && typeof item.elementValue === 'boolean') attested.set(age, item)
  }
  const ages = new Map([...attested].map(([age, { elementValue }]) => [age, elementValue as boolean]))
  const nearest = nearestAge(ages, asked)
  return nearest === undefined ? undefined : attested.get(nearest)
}

function unmatched(path: ClaimPath): Refusal {
  return new Refusal('path_unmatched', { path })
}

/** The IssuerSigned with the selected items alone, each as it came. */
function reduce(
  issuerSigned: CborMap,
  items: readonly IssuerSignedItem[],
  selected: ReadonlySet<IssuerSignedItem>,
): ReadonlyMap<string, CborInput> {
  const namespaces = new Map<string, CborTag[]>()
  const tags = [
    ...((issuerSigned.get('nameSpaces') ?? new Map()) as ReadonlyMap<string, readonly CborTag[]>).values(),
  ].flat()
  // The items are read from these tags, in their order.
  for (const [i, item] of items.entries()) {
    if (!selected.has(item)) continue
    const own = namespaces.get(item.namespace)
    if (own === undefined) namespaces.set(item.namespace, [tags[i] as CborTag])
    else own.push(tags[i] as CborTag)
  }
  // §10.3: where no element is shown, the namespaces are left out.
  const issuerAuth = issuerSigned.get('issuerAuth') as CborInput
  return new Map(
    namespaces.size === 0
      ? [['issuerAuth', issuerAuth]]
      : [
          ['issuerAuth', issuerAuth],
          ['nameSpaces', namespaces],
        ],
  )
}

/** What the holder's key vouches for: only where the issuer left it to it, and nothing that the issuer vouches for as well. */
function holderElements(
  claims: Claims = {},
  { keyAuthorizations }: MobileSecurityObject,
  selected: ReadonlySet<IssuerSignedItem>,
): CborInput {
  for (const [namespace, members] of Object.entries(claims)) {
    if (typeof members !== 'object' || members === null || Array.isArray(members) || members instanceof Uint8Array) {
      throw new TypeError('holderClaims takes elements by namespace: { [namespace]: { [element]: value } }')
    }
    const elements = Object.keys(members)
    if (elements.length === 0) throw new TypeError('holderClaims takes elements: leave an empty namespace out')
    for (const element of elements) requireAuthorized(keyAuthorizations, [namespace, element])
  }
  for (const { namespace, elementIdentifier } of selected) {
    const own = Object.hasOwn(claims, namespace) ? (claims[namespace] as Claims) : {}
    if (Object.hasOwn(own, elementIdentifier)) {
      throw new Refusal<MdocCode>('element_repeated', { path: [namespace, elementIdentifier] })
    }
  }
  return claims as CborInput
}

interface Proving {
  readonly request: PresentRequest
  readonly transcript: Uint8Array
  readonly deviceKey: PublicJwk
}

/** DeviceAuth (§12.4): a signature, or a MAC with a key that only the verifier can make as well. */
async function prove(payload: Uint8Array, { request, transcript, deviceKey }: Proving): Promise<CborInput> {
  const { signer, keyAgreement, readerKey, signal } = request
  const key = (signer ?? keyAgreement)?.publicKey
  // §12.4: one key never makes both.
  if (key === undefined || (signer !== undefined && keyAgreement !== undefined)) {
    throw new TypeError(
      'An mdoc is shown with { signer }, or with { keyAgreement } and the { readerKey } of the verifier',
    )
  }
  if (!sameKey(key, deviceKey)) throw new Refusal('holder_key_differs')
  if (signer !== undefined) {
    const deviceSignature = await makeSign1(signer, {
      payload,
      detached: true,
      ...(signal === undefined ? {} : { signal }),
    })
    return new Map([['deviceSignature', deviceSignature]])
  }
  if (keyAgreement === undefined || readerKey === undefined) {
    throw new TypeError('A MAC takes the { readerKey } of the verifier beside { keyAgreement }')
  }
  const macKey = await macKeyOf(keyAgreement, readerKey, transcript)
  const mac = makeMac0(macKey, { algorithm: 'HMAC 256/256', payload, detached: true, tagged: false })
  return new Map([['deviceMac', decodeCbor(mac).value]])
}
