import type { IssuanceFormat, IssueRequest } from '@hashikake/credential'
import { signCompactJws } from '@hashikake/crypto/jws'
import { encodeBase64 } from '@hashikake/encoding/base64'
import { prepareCredential, type VcDraft } from '../draft.ts'

/** Writes credentials as a JWT (VC-JOSE-COSE §3.1.1). */
export function jwtIssuance(): IssuanceFormat<'vc+jwt', VcDraft, string> {
  return Object.freeze({
    name: 'vc+jwt',
    issue: async (draft: VcDraft, request: IssueRequest) => {
      const { document, claims, issuer } = await prepareCredential(draft, request)
      const { kid, certificates, signer } = issuer
      const header = {
        typ: 'vc+jwt',
        cty: 'vc',
        ...(kid === undefined ? {} : { kid }),
        ...(certificates === undefined ? {} : { x5c: certificates.map(encodeBase64) }),
      }
      const signing = request.signal === undefined ? {} : { signal: request.signal }
      return signCompactJws(header, JSON.stringify({ ...document, ...claims }), signer, signing)
    },
  })
}
