import type { Challenge, ClaimPath } from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import { signCompactJws } from '@hashikake/crypto/jws'
import { type Signer, signerFromJwk } from '@hashikake/crypto/signers'
import { decodeBase64urlText, encodeBase64urlText } from '@hashikake/encoding/base64url'
import type { JsonObject } from '@hashikake/encoding/json'
import { present } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { everythingBelow } from '@hashikake/sd-jwt'
import { issuance, presentation, verification } from '@hashikake/sd-jwt/vc'
import { createChallenge, ignoreStatus, issuerKeys, type VerifyOptions } from '@hashikake/verifier'

export const issuerId = 'https://registrar.synthetic-univ.example'
export const vct = `${issuerId}/vct/degree`

/** A synthetic university, a graduate, and an office that asked for the degree. */
export interface Admission {
  readonly context: Context
  readonly issuer: Signer
  readonly holder: Signer
  readonly trust: VerifyOptions['trust']
  readonly noTrust: VerifyOptions['trust']
  readonly issued: string
  readonly presented: string
  readonly options: Omit<VerifyOptions<ReturnType<typeof verification>>, 'challenge'> & {
    readonly challenge: Extract<Challenge, { protocol: 'direct' }>
  }
  /** Issues these claims, all of them disclosable, and presents the selected ones. */
  presentNew(claims: JsonObject, disclose: readonly ClaimPath[]): Promise<string>
  /** An undisclosable credential whose header names another type. */
  issueAs(typ: string, signer: Signer): Promise<string>
}

export async function admissions(): Promise<Admission> {
  const context = defaultContext({ now: () => Date.parse('2026-12-01T01:00:00Z') })
  const signer = async (): Promise<Signer> => signerFromJwk((await engine.generateKey('ES256')).privateKey)
  const [issuer, holder] = [await signer(), await signer()]
  const trust = issuerKeys({ [issuerId]: { keys: [issuer.publicKey] } })
  const challenge = createChallenge({ protocol: 'direct', audience: 'https://admissions.example' })
  const issueNew = (claims: JsonObject): Promise<string> =>
    issue(
      { vct, holderKey: holder.publicKey, expires: new Date('2027-12-01'), claims, disclosable: [everythingBelow()] },
      { format: issuance(), issuer: { id: issuerId, signer: issuer }, context },
    )
  const presentNew = async (claims: JsonObject, disclose: readonly ClaimPath[]): Promise<string> => {
    const selection = { credential: { format: 'dc+sd-jwt', encoded: await issueNew(claims) }, disclose, signer: holder }
    const [presented] = await present([selection], { formats: [presentation()], challenge, context })
    return presented as string
  }
  const claims = { name: '架空 花子', degree: { title: '修士(工学)', awarded: '2026-03-25' } }
  return {
    context,
    issuer,
    holder,
    trust,
    noTrust: issuerKeys({ 'https://elsewhere.example': { keys: [issuer.publicKey] } }),
    issued: await issueNew(claims),
    presented: await presentNew(claims, [['name'], ['degree', 'title']]),
    options: { formats: [verification()], trust, challenge, status: ignoreStatus, context },
    presentNew,
    issueAs: async (typ, by) => `${await signCompactJws({ typ }, JSON.stringify({ iss: issuerId, vct }), by)}~`,
  }
}

/** The same presentation with another value in its first disclosure. */
export function alter(presented: string): string {
  const parts = presented.split('~')
  const [salt, name] = JSON.parse(decodeBase64urlText(parts[1] as string)) as [string, string]
  parts[1] = encodeBase64urlText(JSON.stringify([salt, name, 'altered']))
  return parts.join('~')
}
