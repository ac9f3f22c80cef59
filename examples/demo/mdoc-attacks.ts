import { signSign1 } from '@hashikake/crypto/cose'
import { engine } from '@hashikake/crypto/engine'
import type { Signer } from '@hashikake/crypto/signers'
import {
  type CborInput,
  type CborMap,
  type CborValue,
  decodeCbor,
  embeddedCbor,
  encodeCbor,
} from '@hashikake/encoding/cbor'
import { sessionTranscriptOf } from '@hashikake/mdoc'
import type { Challenge } from '@hashikake/verifier'

// What a holder with tools of their own might send: the bytes are taken apart, one thing is changed, and all else stays.

type Document = Map<string, CborValue>

/** The document under another name: a degree that would be a driving licence. */
export function renamed(response: Uint8Array, docType: string): Uint8Array {
  return withDocument(response, (document) => document.set('docType', docType))
}

/** The first element once more, behind itself. */
export function withFirstElementTwice(response: Uint8Array): Uint8Array {
  return withDocument(response, (document) => {
    const issuerSigned = new Map(document.get('issuerSigned') as CborMap)
    const namespaces = new Map(issuerSigned.get('nameSpaces') as CborMap)
    const [name, items] = [...namespaces][0] as [string, readonly CborValue[]]
    namespaces.set(name, [...items, items[0] as CborValue])
    issuerSigned.set('nameSpaces', namespaces)
    document.set('issuerSigned', issuerSigned)
  })
}

/** An element in the holder's own words, signed by the holder's own key, which the issuer did not allow. */
export async function vouchedFor(
  response: Uint8Array,
  elements: Readonly<Record<string, Readonly<Record<string, CborInput>>>>,
  { signer, challenge }: { readonly signer: Signer; readonly challenge: Challenge },
): Promise<Uint8Array> {
  const transcript = decodeCbor(sessionTranscriptOf(challenge, { engine })).value
  const nameSpaces = decodeCbor(encodeCbor(embeddedCbor(encodeCbor(elements)))).value
  const document = documentOf(response)
  const authentication = ['DeviceAuthentication', transcript, document.get('docType') as string, nameSpaces]
  const signature = await signSign1(signer, {
    payload: encodeCbor(embeddedCbor(encodeCbor(authentication))),
    detached: true,
    tagged: false,
  })
  const deviceAuth = new Map([['deviceSignature', decodeCbor(signature).value]])
  return withDocument(response, (one) =>
    one.set(
      'deviceSigned',
      new Map<CborValue, CborValue>([
        ['nameSpaces', nameSpaces],
        ['deviceAuth', deviceAuth],
      ]),
    ),
  )
}

function withDocument(response: Uint8Array, change: (document: Document) => void): Uint8Array {
  const document = documentOf(response)
  change(document)
  const whole = new Map(decodeCbor(response).value as CborMap)
  return encodeCbor(whole.set('documents', [document]))
}

function documentOf(response: Uint8Array): Document {
  const { value } = decodeCbor(response)
  const [document] = (value as CborMap).get('documents') as readonly [Document]
  return new Map(document)
}
