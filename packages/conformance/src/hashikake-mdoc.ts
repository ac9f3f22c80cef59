import type * as mdoc from '@hashikake/mdoc'
import type { TestCase } from './case.ts'
import { NotExpressible } from './hashikake-options.ts'

const readerOptions: readonly string[] = [
  'algorithms',
  'limits',
  'certificateInArray',
  'validBeyondCertificate',
  'issuingAuthority',
]

/** The options of a case of an mdoc, by the names of the API. */
export function mdocOptionsOf({ options = {}, policies = {} }: TestCase): mdoc.MdocOptions {
  const read: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(options)) {
    if (readerOptions.includes(name)) read[name] = value
    else if (name !== 'leniencies') throw new NotExpressible(`the API has no option ${name} for mso_mdoc`)
  }
  const { profile } = policies
  if (profile !== undefined && profile !== 'haip-1.0') {
    throw new NotExpressible(`there is no profile ${JSON.stringify(profile)} of mso_mdoc`)
  }
  return { ...read, ...(profile === undefined ? {} : { profile }) }
}
