import type { IssuanceFormat, IssueRequest } from '@hashikake/credential'
import { type MemberNames, readMembers } from '@hashikake/credential/issuing'
import { prepareCredential, type VcDraft } from '@hashikake/vc/formats'
import type { Contexts } from '../canonicalization/contexts.ts'
import { addProof } from '../sign.ts'
import type { CryptosuiteName } from '../suites/table.ts'

/** A draft of a W3C credential with an embedded proof. Its holder is its subject, a did:key or did:jwk. */
export interface EmbeddedDraft extends Omit<VcDraft, 'holderKey'> {
  readonly holderKey?: never
  /** For `ecdsa-sd-2023`: JSON pointers of what the holder always shows. */
  readonly mandatoryPointers?: readonly string[]
}

export interface EmbeddedIssuanceOptions {
  readonly cryptosuite: CryptosuiteName
  /** Contexts besides those that come with the library, by their URLs. */
  readonly contexts?: Contexts
  /** Whether `@context` may hold definitions of its own. */
  readonly inlineContexts?: 'allowed'
}

const members: MemberNames<Omit<EmbeddedDraft, 'notBefore' | 'holderKey'>> = {
  credential: true,
  issuedAt: true,
  expires: true,
  mandatoryPointers: true,
}

/** Writes credentials with an embedded proof; the `kid` of the issuer is the URL of its key. */
export function embeddedIssuance(options: EmbeddedIssuanceOptions): IssuanceFormat<'ldp_vc', EmbeddedDraft, string> {
  const { cryptosuite, contexts, inlineContexts } = options ?? {}
  if (cryptosuite === undefined) throw new TypeError("issuance takes { cryptosuite: 'eddsa-rdfc-2022' }")
  return Object.freeze({
    name: 'ldp_vc',
    issue: async (draft: EmbeddedDraft, request: IssueRequest) => {
      const { mandatoryPointers, issuedAt, expires, ...rest } = readMembers(draft, members, 'A W3C credential draft')
      const { document, issuer } = await prepareCredential(rest, request)
      const { kid, signer } = issuer
      if (kid === undefined) throw new TypeError("An embedded proof needs the issuer's kid, the URL of its key")
      const secured = await addProof(document, {
        ...{ cryptosuite, signer, verificationMethod: kid, context: request.context },
        ...(contexts === undefined ? {} : { contexts }),
        ...(inlineContexts === undefined ? {} : { inlineContexts }),
        ...(issuedAt === undefined ? {} : { created: issuedAt }),
        ...(expires === undefined ? {} : { expires }),
        ...(mandatoryPointers === undefined ? {} : { mandatoryPointers }),
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      })
      return JSON.stringify(secured)
    },
  })
}
