import { addProof } from '@hashikake/data-integrity'
import { isJsonObject, type JsonObject, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { bitstringStatusListCredential, bitstringStatusListEntry } from '@hashikake/status/bitstring-publishing'
import { createStatusList, type PublishedList } from '@hashikake/status/publishing'
import type { Settings } from './settings.ts'

/** The list from which entries are given away, for as long as the process runs; made when the first is. */
export interface StatusRegister {
  list: PublishedList | undefined
}

export function newStatusRegister(): StatusRegister {
  return { list: undefined }
}

const purpose = 'revocation'
const listNumber = 1
const urlOf = ({ origin }: Settings): string => `${origin}/status/${listNumber}`

/** Gives a credential the entry by which it can be revoked. @throws {Refusal} where it brings something like one */
export function addStatus(credential: JsonObject, register: StatusRegister, settings: Settings): JsonObject {
  if (Object.hasOwn(credential, 'credentialStatus')) return credential
  register.list ??= createStatusList({ context: settings.context })
  const index = register.list.allocate()
  return { ...credential, credentialStatus: bitstringStatusListEntry({ list: urlOf(settings), index, purpose }) }
}

/** The list as a credential with an embedded proof. @throws {Refusal} where there is no such list */
export async function statusListOf(number: number, register: StatusRegister, settings: Settings): Promise<JsonObject> {
  if (number !== listNumber) throw new Refusal('status_list_malformed')
  const { signers, issuers, contexts, context } = settings
  register.list ??= createStatusList({ context })
  const credential = await bitstringStatusListCredential(register.list, {
    id: urlOf(settings),
    purpose,
    validFrom: new Date(context.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    context,
  })
  return addProof(
    { ...credential, issuer: issuers.Ed25519.did },
    {
      cryptosuite: 'eddsa-rdfc-2022',
      signer: signers.Ed25519,
      verificationMethod: issuers.Ed25519.verificationMethod,
      contexts,
      context,
    },
  )
}

/** Why a credential with an entry of our own list does not hold; undefined where it does, or is on another list. */
export function statusOf(claims: JsonObject, { list }: StatusRegister, settings: Settings): string | undefined {
  for (const entry of [ownMember(claims, 'credentialStatus')].flat()) {
    if (!isJsonObject(entry) || ownMember(entry, 'statusListCredential') !== urlOf(settings)) continue
    const index = Number(ownMember(entry, 'statusListIndex'))
    if (list === undefined || !Number.isSafeInteger(index) || index < 0 || index >= list.size) {
      return 'status_index_out_of_range'
    }
    if (list.get(index) !== 0) return 'status_invalid'
  }
  return undefined
}
