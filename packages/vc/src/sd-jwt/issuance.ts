import type { IssuanceFormat, IssueRequest } from '@hashikake/credential'
import { type MemberNames, readMembers } from '@hashikake/credential/issuing'
import { ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import {
  copyIssuanceOptions,
  type Disclosable,
  issuanceOptions,
  issueSdJwt,
  pathOfMark,
  requireMarks,
  type SdJwtDraft,
  type SdJwtIssuanceOptions,
} from '@hashikake/sd-jwt/formats'
import { prepareCredential, type VcDraft, vcDraftMembers } from '../draft.ts'
import { openMembers } from './profile.ts'

/** A draft of a W3C credential of which the holder may withhold parts. */
export interface VcSdJwtDraft extends VcDraft, Pick<SdJwtDraft, 'disclosable' | 'decoys'> {}

const members: MemberNames<Omit<VcSdJwtDraft, 'notBefore'>> = { ...vcDraftMembers, disclosable: true, decoys: true }

/** Writes credentials as an SD-JWT (VC-JOSE-COSE §3.2.1). */
export function vcSdJwtIssuance(options: SdJwtIssuanceOptions): IssuanceFormat<'vc+sd-jwt', VcSdJwtDraft, string> {
  const writing = copyIssuanceOptions(options, issuanceOptions)
  return Object.freeze({
    name: 'vc+sd-jwt',
    issue: async (draft: VcSdJwtDraft, request: IssueRequest) => {
      const { disclosable, decoys, ...plain } = readMembers(draft, members, 'A W3C credential draft')
      requireOpenStaysOpen(disclosable)
      const { document, claims, issuer } = await prepareCredential(plain, request)
      const open: Record<string, unknown> = { ...claims }
      const rest: Record<string, unknown> = {}
      for (const name of Object.keys(document)) {
        const isOpen = openMembers.includes(name)
        Object.defineProperty(isOpen ? open : rest, name, {
          value: ownMember(document, name),
          enumerable: true,
          configurable: true,
          writable: true,
        })
      }
      return issueSdJwt(
        { typ: 'vc+sd-jwt', open: open as never, claims: rest as never, disclosable, decoys },
        { ...writing, ...request, issuer },
      )
    },
  })
}

function requireOpenStaysOpen(disclosable: readonly Disclosable[] = []): void {
  for (const mark of requireMarks(disclosable)) {
    const path = pathOfMark(mark)
    if (openMembers.includes(path[0] as string)) throw new Refusal('claim_not_disclosable', { path })
  }
}
