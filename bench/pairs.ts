import { isPromise, newProgress, type Parsed } from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { parseJson } from '@hashikake/encoding/json'
import { verify } from '@hashikake/verifier'
import { type Fixture, makeFixture, type Options, requireAccepted } from './credential.ts'
import { figure } from './figure.ts'
import { interleave } from './interleave.ts'
import { type RawVerification, rawVerifications, verifyRaw } from './one-shot.ts'
import type { Report } from './report.ts'
import { pairwise, spreadOf } from './statistics.ts'

function rawPair({ presentation, issuer, holder }: Fixture): () => boolean {
  const [first, second] = rawVerifications(presentation, issuer.publicKey, holder.publicKey) as [
    RawVerification,
    RawVerification,
  ]
  return () => verifyRaw(first) && verifyRaw(second)
}

const whole = (fixture: Fixture, options: Options = fixture.options) => ({
  run: () => verify(fixture.presentation, options),
  check: requireAccepted,
})

/** A whole verification against the two signature checks in it, pair by pair. */
export async function pairs(report: Report): Promise<void> {
  const fixture = await makeFixture()
  const { raw, ours } = await interleave(
    { raw: { run: rawPair(fixture), check: requireTrue }, ours: whole(fixture) },
    { callsInTurn: 1, leastWarmUp: 10_000, mostWarmUp: 40_000, rounds: 12_000 },
    report,
  )
  const ratio = spreadOf(pairwise((a, b) => b / a, raw, ours))
  report.figure(figure('verify / two raw P-256 verifications', '×', ratio, { goal: { atMost: 1.4 } }))
  report.figure(figure('  two raw P-256 verifications', 'µs', spreadOf(raw)))
  report.figure(figure('  verify', 'µs', spreadOf(ours)))
}

/**
 * Where the time beyond the two signatures goes: the same verification, with one thing more left out in each. The stubs
 * make the code see several kinds of engines, so the sum comes out a little above that of the pairs.
 */
export async function breakdown(report: Report): Promise<void> {
  const fixture = await makeFixture()
  const unsigned = defaultContext({ engine: { ...engine, verify: () => true } })
  const undigested = await replaying((context) => verify(fixture.presentation, { ...fixture.options, context }))
  const { policies: _, ...optionsWithoutPolicies } = fixture.options
  const format = await formatAlone(fixture)
  const texts = textsOf(fixture.presentation)
  const times = await interleave(
    {
      raw: { run: rawPair(fixture), check: requireTrue },
      whole: whole(fixture),
      unsigned: whole(fixture, { ...fixture.options, context: unsigned }),
      undigested: whole(fixture, { ...fixture.options, context: undigested }),
      unjudged: whole(fixture, { ...optionsWithoutPolicies, context: undigested }),
      authenticated: { run: format.authenticate },
      parsed: { run: format.parse },
      json: { run: () => texts.map((text) => parseJson(decodeBase64urlText(text))) },
      decoded: { run: () => texts.map((text) => decodeBase64urlText(text)) },
    },
    { callsInTurn: 1, leastWarmUp: 10_000, mostWarmUp: 20_000, rounds: 6_000 },
    report,
  )
  const minus = (a: Float64Array, b: Float64Array): Float64Array => pairwise((x, y) => x - y, a, b)
  const rest: readonly [string, Float64Array][] = [
    ['all beyond the two signatures', minus(times.whole, times.raw)],
    ['  signatures: keys found again, DER', minus(minus(times.whole, times.unsigned), times.raw)],
    ['  digests', minus(times.unsigned, times.undigested)],
    ['  policies', minus(times.undigested, times.unjudged)],
    ['  checks planned and booked, trust, result', minus(times.unjudged, times.authenticated)],
    ['  disclosures put in place and frozen, key binding', minus(times.authenticated, times.parsed)],
    ['  structure, headers, holder key', minus(times.parsed, times.json)],
    ['  strict JSON', minus(times.json, times.decoded)],
    ['  base64url and UTF-8', times.decoded],
  ]
  for (const [name, samples] of rest) report.figure(figure(`  ${name}`, 'µs', spreadOf(samples)))
}

/**
 * An engine that computes nothing: signatures hold, and what else one real run asks for comes again in the order in which
 * it was asked.
 */
async function replaying(run: (context: Context) => unknown): Promise<Context> {
  const answers: unknown[] = []
  const methods = Object.entries(engine).filter(([name, member]) => typeof member === 'function' && name !== 'verify')
  const withMethods = (make: (method: (...given: unknown[]) => unknown) => () => unknown): Context => {
    const made = Object.fromEntries(methods.map(([name, method]) => [name, make(method)]))
    return defaultContext({ engine: { ...engine, ...made, verify: () => true } })
  }
  const recording = withMethods((method) => (...given) => {
    const answer = method(...given)
    answers.push(answer)
    return answer
  })
  await run(recording)
  let next = 0
  return withMethods(() => () => answers[next++ % answers.length])
}

/** The format's part without the role around it, asked exactly as the verifier asks it. */
async function formatAlone({
  presentation,
  options,
}: Fixture): Promise<{ parse: () => unknown; authenticate: () => unknown }> {
  const [format] = options.formats as [Options['formats'][number]]
  let asked: Parameters<typeof format.parse>[1] | undefined
  let found: Parameters<Parsed['authenticate']>[0] | undefined
  const listening: typeof format = {
    ...format,
    parse: (input, request) => {
      asked = request
      const parsed = atOnce(format.parse(input, request))
      const authenticate: typeof parsed.authenticate = (keys) => {
        found = keys
        return parsed.authenticate(keys)
      }
      return { ...parsed, authenticate }
    },
  }
  requireAccepted(await verify(presentation, { ...options, formats: [listening] }))
  if (asked === undefined || found === undefined) throw new Error('The verifier did not ask the format')
  const [request, keys] = [asked, found]
  const parseIn = (context: Context): Parsed =>
    atOnce(format.parse(presentation, { ...request, context, progress: newProgress() }))
  const context = await replaying((recording) => parseIn(recording).authenticate(keys))
  return { parse: () => parseIn(context), authenticate: () => parseIn(context).authenticate(keys) }
}

/** A compact presentation is read without waiting. */
function atOnce(parsing: Parsed | Promise<Parsed>): Parsed {
  if (isPromise(parsing)) throw new Error('The presentation was not read at once')
  return parsing
}

/** Everything in a presentation that is JSON in base64url. */
function textsOf(presentation: string): readonly string[] {
  const parts = presentation.split('~')
  const json = (jws: string | undefined): readonly string[] => (jws as string).split('.').slice(0, 2)
  return [...json(parts[0]), ...parts.slice(1, -1), ...json(parts.at(-1))]
}

function requireTrue(value: boolean): void {
  if (!value) throw new Error('A raw signature does not hold')
}
