import { encodeBase64url } from '@hashikake/encoding/base64url'
import type { TestCase } from './case.ts'
import { contextOf, jsonInput, NotExpressible } from './hashikake-options.ts'
import type { Outcome } from './implementation.ts'

/** The operation `retrieve`: what comes of asking for a URL. */
export async function retrieveCase(testCase: TestCase): Promise<Outcome> {
  const { url, mediaTypes, maximumBytes } = jsonInput(testCase)
  const { retrieval, now } = contextOf(testCase)
  if (retrieval === undefined) throw new NotExpressible('it has neither "documents" nor "responses"')
  const { bytes, mediaType } = await retrieval.retrieve({
    url: url as string,
    mediaTypes: mediaTypes as readonly string[],
    now: now() / 1000,
    ...(maximumBytes === undefined ? {} : { maximumBytes: maximumBytes as number }),
  })
  return { accepted: true, output: { mediaType, base64url: encodeBase64url(bytes) } }
}
