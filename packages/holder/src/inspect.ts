import { type Encoded, formatOf, type Inspection, type PresentationFormat } from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import { Refusal } from '@hashikake/encoding/refusal'
import { requireFormats, requireOptionNames } from './options.ts'

/**
 * Lays a credential or presentation open for a person to look at. Nothing is verified: what it says may be anybody's word.
 *
 * @throws {Refusal} where it cannot be read
 * @throws {TypeError} for wrong options
 */
export async function inspect(
  input: Encoded,
  options: { readonly formats: readonly PresentationFormat[]; readonly context?: Context },
): Promise<Inspection> {
  requireOptionNames('inspect', options, ['formats', 'context'])
  const { formats, context = defaultContext() } = options
  requireFormats('inspect', formats)
  const format = formatOf(formats, input)
  if (format === undefined) throw new Refusal('format_unknown')
  return format.inspect(input, context)
}
