import assert from 'node:assert/strict'
import { mdocWords } from '@hashikake/mdoc/words'
import { sdJwtWords } from '@hashikake/sd-jwt/words'
import { statusWords } from '@hashikake/status/words'
import { trustWords } from '@hashikake/trust/words'
import type { Accepted, Rejected } from '@hashikake/verifier'
import { explain } from '@hashikake/verifier/explain'
import { bold, dim, mark, under } from './page.ts'

export const words = [sdJwtWords, mdocWords, statusWords, trustWords]

/** An attack that must be refused, at this stage and with this code. */
export async function refuse(
  title: string,
  attack: { readonly result: Promise<Accepted | Rejected>; readonly stage: string; readonly code: string },
): Promise<void> {
  const refused = await attack.result
  assert(!refused.accepted, `${title}: it was accepted`)
  assert.deepEqual([refused.stage, refused.code], [attack.stage, attack.code])
  mark('✗', title, bold)
  under(`refused at stage ${refused.stage} with code ${refused.code}`)
  // The finding comes right after the verdict.
  under(explain(refused, { words, detail: 'findings' })[1] as string)
  under(explain(refused, { words, detail: 'findings', locale: 'ja' })[1] as string, dim)
}
