import type { SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { publicKeyFromCose } from '@hashikake/crypto/cose'
import { engine } from '@hashikake/crypto/engine'
import { keyAgreementFromJwk } from '@hashikake/crypto/key-agreement'
import { keyParametersOf, type PublicJwk } from '@hashikake/crypto/keys'
import { parseCertificate } from '@hashikake/crypto/x509'
import { encodeBase64url, encodeUtf8 } from '@hashikake/encoding/base64url'
import {
  type CborInput,
  type CborMap,
  type CborValue,
  decodeCbor,
  embeddedCbor,
  encodeCbor,
} from '@hashikake/encoding/cbor'
import type { JsonObject } from '@hashikake/encoding/json'
import { lenient } from './mdoc-claims.ts'
import type { OpenedDocument } from './opened-mdoc.ts'

/** What a curve is signed with; the number in the header says no more. */
const algorithms: Readonly<Record<string, SignatureAlgorithm>> = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
  brainpoolP256r1: 'ESB256',
  brainpoolP320r1: 'ESB320',
  brainpoolP384r1: 'ESB384',
  brainpoolP512r1: 'ESB512',
  Ed25519: 'Ed25519',
  Ed448: 'Ed448',
}

/** The number in the protected header of a message (RFC 9052 §3.1). */
export function algorithmOf([headers]: readonly CborValue[]): CborValue | undefined {
  return (lenient(headers as Uint8Array) as CborMap).get(1)
}

/** The certificates beside the issuer's signature (RFC 9360 §2), leaf first. */
export function certificatesOf({ issuerAuth }: OpenedDocument): readonly Uint8Array[] {
  const chain = (issuerAuth[1] as CborMap).get(33) as Uint8Array | readonly Uint8Array[] | undefined
  return chain === undefined ? [] : [chain].flat()
}

/** Whether the issuer's signature holds under the key of its certificate (ISO/IEC 18013-5 §12.3). */
export async function holdsByCertificate(document: OpenedDocument): Promise<boolean> {
  const [leaf] = certificatesOf(document)
  const key = leaf === undefined ? undefined : parseCertificate(leaf).publicKey
  const [headers, , payload, signature] = document.issuerAuth
  return key !== undefined && (await isSigned(key, [headers, payload] as [Uint8Array, Uint8Array], signature))
}

/** Whether the holder's key, of which the MSO speaks, answered this session (§12.4). */
export async function answersSession(
  { docType, mso, device }: OpenedDocument,
  session: Uint8Array,
  readerKey: JsonObject | undefined,
): Promise<boolean> {
  if (device === undefined) return false
  const key = publicKeyFromCose((mso.get('deviceKeyInfo') as CborMap).get('deviceKey') as CborValue)
  const parts: readonly CborInput[] = [
    'DeviceAuthentication',
    decodeCbor(session).value,
    docType as string,
    decodeCbor(device.encodedNameSpaces).value,
  ]
  const payload = encodeCbor(embeddedCbor(encodeCbor(parts)))
  const [headers, , sent, proof] = device.message
  if (sent !== null) return false
  if (device.proof === 'deviceSignature') return isSigned(key, [headers as Uint8Array, payload], proof)
  // EMacKey: of both sides' keys and the session.
  const secret = await keyAgreementFromJwk(readerKey).deriveSharedSecret(key)
  const salt = engine.sha256(encodeCbor(embeddedCbor(session)))
  const macKey = hmac(hmac(salt, secret), joined(encodeUtf8('EMacKey'), Uint8Array.of(1)))
  const tag = hmac(macKey, structure('MAC0', [headers as Uint8Array, payload]))
  return encodeBase64url(tag) === encodeBase64url(proof as Uint8Array)
}

async function isSigned(
  key: PublicJwk,
  signed: readonly [Uint8Array, Uint8Array],
  signature: CborValue | undefined,
): Promise<boolean> {
  const algorithm = algorithms[keyParametersOf(key)]
  if (algorithm === undefined) return false
  return await engine.verify(algorithm, key, structure('Signature1', signed), signature as Uint8Array)
}

/** What is signed (RFC 9052 §4.4, §6.3). */
function structure(context: string, [headers, payload]: readonly [Uint8Array, Uint8Array]): Uint8Array {
  return encodeCbor([context, headers, new Uint8Array(), payload])
}

/** HMAC with SHA-256 (RFC 2104); with it, HKDF of one block (RFC 5869) is written apart from the library's as well. */
function hmac(key: Uint8Array, data: Uint8Array): Uint8Array {
  const padded = (by: number): Uint8Array => Uint8Array.from({ length: 64 }, (_, i) => (key[i] ?? 0) ^ by)
  return engine.sha256(joined(padded(0x5c), engine.sha256(joined(padded(0x36), data))))
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  return Uint8Array.from([...one, ...other])
}
