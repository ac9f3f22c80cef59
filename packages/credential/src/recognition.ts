import type { Encoded } from './credential.ts'
import type { CredentialReader } from './format.ts'

/** The format of an input: one that it names itself, or the first that it may be of. */
export function formatOf<Format extends Pick<CredentialReader, 'recognizes'>>(
  formats: readonly Format[],
  input: Encoded,
): Format | undefined {
  const looks = formats.map((one) => one.recognizes(input))
  return formats[looks.indexOf('surely')] ?? formats[looks.indexOf(true)]
}
