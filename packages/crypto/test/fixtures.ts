import { isSignatureAlgorithm, type SignatureAlgorithm, signatureAlgorithms } from '@hashikake/crypto/algorithms'
import { Refusal } from '@hashikake/encoding/refusal'

/** All but RS256, whose keys are not made here. */
export const allAlgorithms: readonly SignatureAlgorithm[] = Object.keys(signatureAlgorithms)
  .filter(isSignatureAlgorithm)
  .filter((name) => name !== 'RS256')

/** RFC 7515 appendix A.3 */
export const rfc7515Key = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
} as const
export const rfc7515Jws =
  'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ' +
  '.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q'

/** RFC 8037 appendix A.1 to A.4 */
export const rfc8037Key = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
} as const
export const rfc8037Thumbprint = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'
export const rfc8037Jws =
  'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc' +
  '.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg'

/** The public half of a private key fixture. */
export function publicHalf<Key extends { readonly d: string }>({ d: _, ...key }: Key): Omit<Key, 'd'> {
  return key
}

/** The code by which something is refused; fails the test where it is not refused. */
export async function refusalOf(run: () => unknown): Promise<string> {
  try {
    await run()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  throw new Error('Not refused')
}

/** A copy with one bit of one byte changed. */
export function flip(bytes: Uint8Array, at: number, mask = 1): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[at] = (copy[at] as number) ^ mask
  return copy
}
