import type { Context } from '@hashikake/credential'
import { signCompactJws } from '@hashikake/crypto/jws'
import { sameKey } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import { encodeBase64 } from '@hashikake/encoding/base64'
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'
import { readList } from './lote.ts'
import { certificateKey } from './lote-signer.ts'
import { requireOptions } from './options.ts'

export interface CreateTrustListOptions {
  readonly signer: Signer
  /** DER, the signer's first: they go into `x5c`, and the first one's digest into `x5t#S256`. */
  readonly certificates?: readonly Uint8Array[]
  /** Names the key where there are no certificates. */
  readonly kid?: string
  readonly context: Context
  readonly signal?: AbortSignal
}

const usage = 'createTrustList takes createTrustList({ LoTE: { … } }, { signer, certificates, context })'

/**
 * Signs a list of trusted entities: compact JAdES, baseline B. The draft is the list in the standard's own JSON names; it
 * must keep the whole structure, hold no member that the standard doesn't know, and be in force now.
 *
 * @throws {Refusal} `trust_list_malformed`, `trust_list_version_unsupported`, with the path in the draft;
 *   `trust_list_not_yet_issued`, `trust_list_stale`
 * @throws {TypeError} for wrong options, or a certificate that is not the signer's
 */
export async function createTrustList(draft: JsonObject, options: CreateTrustListOptions): Promise<string> {
  requireOptions(options, ['signer', 'certificates', 'kid', 'context', 'signal'], usage)
  const { signer, certificates, kid, context, signal } = options
  if (!isJsonObject(draft) || typeof signer?.sign !== 'function' || typeof context?.now !== 'function') {
    throw new TypeError(usage)
  }
  // A copy, read as a verifier will read it: what JSON cannot say is found here.
  const payload = JSON.stringify(draft)
  const list = readList(readBack(payload), true)
  const now = Math.floor(context.now() / 1000)
  if (list.issued > now) throw new Refusal<TrustCode>('trust_list_not_yet_issued')
  if (list.nextUpdate <= now) throw new Refusal<TrustCode>('trust_list_stale')
  const header = {
    typ: 'JOSE',
    iat: now,
    ...(kid === undefined ? {} : { kid }),
    ...(certificates === undefined ? {} : certificateHeader(certificates, options)),
  }
  return signCompactJws(header, payload, signer, signal === undefined ? {} : { signal })
}

function readBack(payload: string): JsonValue {
  try {
    return parseJson(payload)
  } catch (cause) {
    if (cause instanceof Refusal) throw new Refusal<TrustCode>('trust_list_malformed', { cause })
    throw cause
  }
}

function certificateHeader(
  certificates: readonly Uint8Array[],
  { signer, context }: CreateTrustListOptions,
): JsonObject {
  const [leaf] = certificates
  if (leaf === undefined) throw new TypeError('certificates takes DER certificates, the one of the signer first')
  const key = certificateKey(leaf)
  if (key === undefined || !sameKey(key, signer.publicKey)) {
    throw new TypeError('The first of the certificates is not that of the signer')
  }
  return { 'x5t#S256': context.engine.sha256Base64url(leaf), x5c: certificates.map(encodeBase64) }
}
