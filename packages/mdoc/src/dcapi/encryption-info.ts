import { publicKeyFromCose, publicKeyToCose } from '@hashikake/crypto/cose'
import { keyParametersOf, type PublicJwk } from '@hashikake/crypto/keys'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import { type CborInput, type CborMap, encodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from '../codes.ts'
import { labelled } from './labelled.ts'

/** To whom the wallet encrypts, and for which request (ISO/IEC TS 18013-7 annex C). */
export interface EncryptionInfo {
  readonly nonce: Uint8Array
  readonly recipientPublicKey: PublicJwk
}

const code = 'encryption_info_malformed'
/** Bytes that the standard asks for at least. */
const leastNonce = 16
/** Characters; a nonce and a key take about 170. */
const longest = 4_096

/** In base64url, as it is sent and as it stands in the transcript. */
export function writeEncryptionInfo({ nonce, recipientPublicKey }: EncryptionInfo): string {
  const parameters = new Map<CborInput, CborInput>([
    ['nonce', nonce],
    ['recipientPublicKey', publicKeyToCose(recipientPublicKey)],
  ])
  return encodeBase64url(encodeCbor(['dcapi', parameters]))
}

/** @throws {Refusal} `encryption_info_malformed`, and the codes of COSE keys and of strict CBOR */
export function readEncryptionInfo(text: string): EncryptionInfo {
  const parameters: CborMap = labelled(text, { code, longest })
  const nonce = parameters.get('nonce')
  const recipientPublicKey = publicKeyFromCose(parameters.get('recipientPublicKey') ?? null)
  if (!(nonce instanceof Uint8Array) || nonce.length < leastNonce) throw new Refusal<MdocCode>(code)
  // The suite of the annex has one curve.
  if (keyParametersOf(recipientPublicKey) !== 'P-256') throw new Refusal<MdocCode>(code)
  return Object.freeze({ nonce, recipientPublicKey })
}
