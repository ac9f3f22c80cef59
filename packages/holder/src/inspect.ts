import type { Encoded, Inspection, PresentationFormat } from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import { Refusal } from '@hashikake/encoding/refusal'

/**
 * Lays a credential or presentation open for a person to look at. Nothing is verified: what it says may be anybody's word.
 *
 * @throws {Refusal} where it cannot be read
 */
export async function inspect(
  input: Encoded,
  options: { readonly formats: readonly PresentationFormat[]; readonly context?: Context },
): Promise<Inspection> {
  const { formats, context = defaultContext() } = options
  const format = formats.find((one) => one.recognizes(input))
  if (format === undefined) throw new Refusal('format_unknown')
  return format.inspect(input, context)
}
