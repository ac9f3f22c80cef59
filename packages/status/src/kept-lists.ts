import type { ListToken } from './token.ts'

/** A list as it came: read, and its signature not looked at. */
export interface FetchedList<Token extends ListToken> {
  readonly token: Token
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly retrievedAt: number
  readonly freshUntil: number | undefined
  /** It comes from a recording, whose age its owner judges. */
  readonly recorded: boolean
  readonly sha256: string
  /** Bytes as they came. */
  readonly size: number
  readonly weakenings: readonly string[] | undefined
}

export interface KeptList<Token extends ListToken, Content = never> extends FetchedList<Token> {
  /** Unpacks it, once. */
  unpacked(unpack: () => Promise<Content>): Promise<Content>
}

/** A bounded memory of lists by where they are. Whoever asks at the same time for one that is on its way waits for the same. */
export interface KeptLists<Token extends ListToken, Content = never> {
  get(
    uri: string,
    asking: {
      readonly now: number
      /** Who fetches: what a bundle has not is no answer to whoever asks a host, and a recording is to see all that is used. */
      readonly from: object
      fetch(): Promise<FetchedList<Token>>
    },
  ): Promise<KeptList<Token, Content>>
  /** Lets go of a list that proved to be none: what stands in its place tomorrow is to be seen. */
  forget(uri: string, kept: KeptList<Token, Content>): void
}

/** What lists may take together; the one in use always may. */
const maximumBytes = 2 ** 27
/** Seconds for which a list serves, whatever it and its host say: a revocation is seen within a day. */
const longestUse = 86_400

/** @param weigh - the bytes that are held besides those that came: of the token, and of what was unpacked */
export function keptLists<Token extends ListToken, Content = never>(
  limit: number,
  weigh: (token: Token, content?: Content) => number,
): KeptLists<Token, Content> {
  /** What is read and unpacked of a list, as often as it comes. */
  type Body = { weight: number; unpacked(unpack: () => Promise<Content>): Promise<Content> }
  type Kept = KeptList<Token, Content> & { readonly from: object; readonly body: Body }
  const lists = new Map<string, Kept>()
  const underways = new WeakMap<object, Map<string, Promise<KeptList<Token, Content>>>>()
  const forget = (except: string): void => {
    let weight = 0
    for (const one of lists.values()) weight += one.body.weight
    for (const [uri, one] of lists) {
      if (lists.size <= limit && weight <= maximumBytes) return
      if (uri === except) continue
      weight -= one.body.weight
      lists.delete(uri)
    }
  }
  const keep = (uri: string, fetched: FetchedList<Token>, from: object): KeptList<Token, Content> => {
    const before = lists.get(uri)
    // The newest stands last.
    lists.delete(uri)
    // The same again, as a bundle answers: what was read and unpacked of it serves.
    const isSame = before !== undefined && before.sha256 === fetched.sha256
    const body = isSame ? before.body : bodyOf(uri, fetched)
    const token = isSame ? before.token : fetched.token
    const kept: Kept = { ...fetched, token, from, body, unpacked: body.unpacked }
    if (limit > 0) lists.set(uri, kept)
    forget(uri)
    return kept
  }
  const bodyOf = (uri: string, { token, size }: FetchedList<Token>): Body => {
    let unpacking: Promise<Content> | undefined
    const body = {
      weight: size + weigh(token),
      unpacked: async (unpack: () => Promise<Content>) => {
        unpacking ??= unpack()
        // What failed once, as for want of memory, is tried again.
        unpacking.catch(() => {
          unpacking = undefined
        })
        const content = await unpacking
        body.weight = size + weigh(token, content)
        forget(uri)
        return content
      },
    }
    return body
  }
  return {
    forget: (uri, { sha256 }) => {
      if (lists.get(uri)?.sha256 === sha256) lists.delete(uri)
    },
    get: async (uri, { now, from, fetch }) => {
      const known = lists.get(uri)
      if (known !== undefined && known.from === from && isUsable(known, now)) return known
      // Fetched by a clock that is ahead of this one: it would pass for fresh when that time comes.
      if (known !== undefined && now < known.retrievedAt) lists.delete(uri)
      const underway = underways.get(from) ?? new Map<string, Promise<KeptList<Token, Content>>>()
      underways.set(from, underway)
      // What is fresh by one clock is not by another.
      const asked = `${Math.floor(now)} ${uri}`
      const waiting = underway.get(asked)
      if (waiting !== undefined) return waiting
      const fetching = fetch().then((fetched) => keep(uri, fetched, from))
      underway.set(asked, fetching)
      const done = (): boolean => underway.delete(asked)
      fetching.then(done, done)
      return fetching
    },
  }
}

/** Token Status List §13.7: its own time to live decides; where it has none, what HTTP says. Never beyond its end. */
function isUsable({ token, retrievedAt, freshUntil, recorded }: FetchedList<ListToken>, now: number): boolean {
  const { expires = Number.POSITIVE_INFINITY, timeToLive } = token
  if (now < retrievedAt || now >= expires || now >= retrievedAt + longestUse) return false
  // A recording answers without asking anybody, and judges its own age each time.
  if (recorded) return false
  return now < (timeToLive === undefined ? (freshUntil ?? retrievedAt) : retrievedAt + timeToLive)
}
