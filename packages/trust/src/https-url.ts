/** An https URL taken apart, without query and fragment. */
export interface HttpsUrl {
  readonly origin: string
  /** Empty, or with a slash before each segment. */
  readonly path: string
}

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const form = new RegExp(
  `^(https://${label}(?:\\.${label})*(?::[1-9][0-9]{0,4})?)((?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*)$`,
)
const dotSegment = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i
const brokenEscape = /%(?![0-9A-Fa-f]{2})/

/**
 * Takes an https URL apart in the one spelling that is taken: a lower-case host name, no user, no query, no fragment, no
 * dot segments. Undefined for every other.
 */
export function readHttpsUrl(text: string): HttpsUrl | undefined {
  if (text.length > 2_000) return undefined
  const [whole, origin, path] = form.exec(text) ?? []
  if (whole === undefined || dotSegment.test(path as string) || brokenEscape.test(path as string)) return undefined
  return { origin: origin as string, path: path as string }
}
