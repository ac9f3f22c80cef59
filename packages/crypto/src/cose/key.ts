import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { type CborInput, type CborMap, type CborValue, isCborMap } from '@hashikake/encoding/cbor'
import { isKeyParametersName, type KeyParametersName, keyParameters } from '../algorithms.ts'
import { coseAlgorithms, coseCurves } from '../cose-registry.ts'
import { keyParametersOf, type PublicJwk, parsePublicJwk } from '../keys.ts'
import { refusal } from './headers.ts'

/** Labels of a COSE_Key (RFC 9052 §7.1, RFC 9053 §7, RFC 9964 §3). */
const label = { keyType: 1, keyIdentifier: 2, algorithm: 3, operations: 4, curve: -1, x: -2, y: -3, d: -4 } as const
const keyType = { OKP: 1, EC2: 2, AKP: 7 } as const
/** RFC 9052 §7.1: the operation of verifying. */
const verifyOperation = 2

/**
 * Reads a COSE_Key of a public key (RFC 9052 §7). Coordinates have the curve's own length, and y is a coordinate, not a sign.
 *
 * @throws {Refusal} `key_malformed`, `key_private`, `key_type_unsupported`, `key_use_mismatch`
 */
export function publicKeyFromCose(value: CborValue): PublicJwk {
  if (!isCborMap(value)) throw refusal('key_malformed')
  const kty = value.get(label.keyType)
  if (value.has(label.d) || (kty === keyType.AKP && value.has(label.x))) throw refusal('key_private')
  checkOperations(value)
  if (kty === keyType.AKP) return readAkp(value)
  const name = nameOf(value.get(label.curve))
  const { kty: jwkType, publicLength } = keyParameters[name]
  if (kty !== (jwkType === 'EC' ? keyType.EC2 : keyType.OKP)) throw refusal('key_malformed')
  const coordinate = (at: number): string => {
    const bytes = value.get(at)
    // RFC 9053 §7.1.1: y may be a boolean; point decompression is not done here.
    if (!(bytes instanceof Uint8Array) || bytes.length !== publicLength) throw refusal('key_malformed')
    return encodeBase64url(bytes)
  }
  const members = jwkType === 'EC' ? { x: coordinate(label.x), y: coordinate(label.y) } : { x: coordinate(label.x) }
  return parsePublicJwk({ kty: jwkType, crv: name, ...members })
}

/** Writes a public key as a COSE_Key, its metadata left out. @throws {Refusal} `key_type_unsupported` (RSA) */
export function publicKeyToCose(key: PublicJwk): ReadonlyMap<number, CborInput> {
  if (key.kty === 'AKP') {
    return new Map<number, CborInput>([
      [label.keyType, keyType.AKP],
      [label.algorithm, coseAlgorithms[key.alg]],
      [label.curve, decodeBase64url(key.pub)],
    ])
  }
  if (key.kty === 'RSA') throw refusal('key_type_unsupported')
  const members = new Map<number, CborInput>([
    [label.keyType, key.kty === 'EC' ? keyType.EC2 : keyType.OKP],
    [label.curve, coseCurves[keyParametersOf(key)] as number],
    [label.x, decodeBase64url(key.x)],
  ])
  if (key.kty === 'EC') members.set(label.y, decodeBase64url(key.y))
  return members
}

function readAkp(value: CborMap): PublicJwk {
  const algorithm = value.get(label.algorithm)
  const name = Object.entries(coseAlgorithms).find(([, number]) => number === algorithm)?.[0]
  if (!isKeyParametersName(name) || keyParameters[name].kty !== 'AKP') throw refusal('key_type_unsupported')
  const bytes = value.get(label.curve)
  if (!(bytes instanceof Uint8Array)) throw refusal('key_malformed')
  return parsePublicJwk({ kty: 'AKP', alg: name, pub: encodeBase64url(bytes) })
}

const curveNames: ReadonlyMap<CborValue | undefined, string> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries(coseCurves).map(([name, number]) => [number, name] as const),
)

function nameOf(curve: CborValue | undefined): KeyParametersName {
  const name = curveNames.get(curve)
  if (!isKeyParametersName(name)) throw refusal('key_type_unsupported')
  return name
}

/** A key that says what it is for, says that it verifies (RFC 9052 §7.1). */
function checkOperations(value: CborMap): void {
  const operations = value.get(label.operations)
  if (operations === undefined) return
  if (!Array.isArray(operations) || operations.length === 0) throw refusal('key_malformed')
  if (!operations.includes(verifyOperation)) throw refusal('key_use_mismatch')
}
