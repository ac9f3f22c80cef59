import { readFileSync } from 'node:fs'
import { bearer, type Challenge, type ClaimPath } from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { CborFloat, type CborInput, CborTag } from '@hashikake/encoding/cbor'
import { type HeldCredential, present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { issuance, type MdocDraft, presentation, verification } from '@hashikake/mdoc'
import { anchors } from '@hashikake/trust'
import { ignoreStatus, verify } from '@hashikake/verifier'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const at = Date.parse('2026-12-01T12:00:00Z')
const context: Context = defaultContext({ now: () => at })
const read = (name: string): never =>
  JSON.parse(readFileSync(new URL(`../../../test-vectors/keys/${name}.json`, import.meta.url), 'utf8')) as never
const der = (name: string): Uint8Array => Uint8Array.from(Buffer.from(read('certificates')[name] as string, 'base64'))
const issuer = {
  signer: await signerFromJwk((read('issuer') as { key: object }).key),
  certificates: [der('issuer')],
}
const trust = anchors([der('authority')], { profile: 'generic', binding: 'none' })
const holder = await engine.generateKey('ES256')
const signer = await engine.signer(holder.privateKey, 'ES256')
const docType = 'example.registrar.degree.1'
const challenge: Challenge = {
  protocol: 'openid4vp',
  clientId: 'x509_san_dns:admissions.example',
  nonce: 'n-0S6_WzA2Mj',
  responseUri: 'https://admissions.example/answers',
}
const options = { formats: [verification()], trust, challenge, status: ignoreStatus, context } as const

type Namespaces = Readonly<Record<string, Readonly<Record<string, CborInput>>>>

async function hold(namespaces: Namespaces, decoys = 0): Promise<HeldCredential> {
  const draft: MdocDraft = {
    docType,
    namespaces: new Map(
      Object.entries(namespaces).map(([name, members]) => [name, new Map(Object.entries(members))] as const),
    ),
    holderKey: holder.publicKey,
    expires: new Date('2027-06-01T00:00:00Z'),
    decoys,
  }
  const encoded = await issue(draft, { format: issuance(), issuer, context })
  const received = await receive(encoded, { formats: [presentation()], trust, holderKey: holder.publicKey, context })
  if (!received.accepted) throw new Error(`not received: ${received.code}`)
  return received.credential
}

async function show(credential: HeldCredential, disclose: readonly ClaimPath[]): Promise<Uint8Array> {
  const formats = [presentation()]
  const [shown] = await present([{ credential, disclose, signer }], { formats, challenge, context })
  return shown as Uint8Array
}

const name = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', '', 'a.b', '氏名', 'length', '0'),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
)
// Every text is unlike any other, so that it can be searched for.
const text = fc.uuid().map((id) => `秘密 ${id}`)
const { value } = fc.letrec<{ value: CborInput }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 5, arbitrary: text },
    fc.constantFrom(null, true, false, 0, -7, '', 2 ** 53 - 1),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.double().map((number) => new CborFloat(number)),
    fc.uint8Array({ maxLength: 9 }),
    fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => {
      return new CborTag(1004, date.toISOString().slice(0, 10))
    }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }).map((members) => new Map(Object.entries(members))),
  ),
}))
const namespacesOf = fc.dictionary(
  name.filter((one) => one !== ''),
  fc.dictionary(
    // Ages are answered by the nearest, which is tested with its rule.
    name.filter((one) => !one.startsWith('age_over_')),
    value,
    { minKeys: 1, maxKeys: 4 },
  ),
  { minKeys: 1, maxKeys: 3 },
)
const scenario = namespacesOf.chain((namespaces) => {
  const paths = Object.entries(namespaces).flatMap(([space, members]) =>
    Object.keys(members).map((member) => [space, member]),
  )
  return fc.record({
    namespaces: fc.constant(namespaces),
    shown: fc.subarray(paths),
    decoys: fc.integer({ min: 0, max: 3 }),
  })
})

function textsOf(one: CborInput | undefined): readonly string[] {
  if (typeof one === 'string') return one.startsWith('秘密') ? [one] : []
  if (Array.isArray(one)) return one.flatMap(textsOf)
  return one instanceof Map ? [...one.values()].flatMap(textsOf) : []
}

describe('an mdoc on its whole way', () => {
  it('shows exactly what was disclosed, and carries nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ namespaces, shown, decoys }) => {
        const credential = await hold(namespaces, decoys)
        const answer = await show(credential, shown)
        const result = await verify(answer, options)
        if (!result.accepted) throw new Error(result.code)

        // Object.entries sees a member named __proto__ where it is an own one.
        const seen = Object.entries(result.credential.claims).flatMap(([space, members]) =>
          Object.entries(members as object).map(([member, claim]) => JSON.stringify([space, member, plain(claim)])),
        )
        const whole = Object.entries(credential.claims).flatMap(([space, members]) =>
          Object.entries(members as object).map(([member, claim]) => JSON.stringify([space, member, plain(claim)])),
        )
        const isShown = new Set(shown.map((path) => JSON.stringify(path).slice(0, -1)))
        expect([...seen].sort()).toEqual(
          whole.filter((one) => [...isShown].some((path) => one.startsWith(`${path},`))).sort(),
        )

        const bytes = Buffer.from(answer)
        for (const [space, members] of Object.entries(namespaces)) {
          for (const [member, claim] of Object.entries(members)) {
            const visible = isShown.has(JSON.stringify([space, member]).slice(0, -1))
            for (const secret of textsOf(claim)) expect(bytes.includes(secret)).toBe(visible)
          }
        }
      }),
      { numRuns: 120 },
    )
  })

  it('is refused with any byte changed, left out or doubled, or says the same as before; it never throws', async () => {
    const credential = await hold({
      'org.iso.23220.1': { family_name: '鈴木', age_over_18: true },
      'example.registrar.degree.1': { title: 'Master of Engineering', photo: new Uint8Array([1, 2, 3]) },
    })
    const answer = await show(credential, [['org.iso.23220.1', 'family_name'], ['example.registrar.degree.1']])
    const before = await verify(answer, options)
    if (!before.accepted) throw new Error(before.code)
    let accepted = 0
    for (let i = 0; i < answer.length; i++) {
      const [head, byte, tail] = [answer.subarray(0, i), answer[i] as number, answer.subarray(i + 1)]
      const flipped = byte ^ (1 << (i % 8))
      for (const changed of [
        [...head, flipped, ...tail],
        [...head, ...tail],
        [...head, byte, byte, ...tail],
      ]) {
        const result = await verify(Uint8Array.from(changed), options)
        if (!result.accepted) continue
        accepted++
        const { claims, type, issuers: by, holderKey, validity } = result.credential
        expect({ claims, type, by, holderKey, validity }, `position ${i}`).toEqual({
          claims: before.credential.claims,
          type: before.credential.type,
          by: before.credential.issuers,
          holderKey: before.credential.holderKey,
          validity: before.credential.validity,
        })
      }
    }
    // The version's minor number, and the names of members that nobody knows.
    expect(accepted).toBeLessThan(20)
  })

  it('answers every input with a verdict', async () => {
    const credential = await hold({ a: { b: 1 } })
    const answer = Buffer.from(await show(credential, [['a', 'b']]))
    const cut = fc
      .tuple(fc.nat(answer.length), fc.nat(answer.length), fc.uint8Array({ maxLength: 12 }))
      .map(([from, to, between]) => Buffer.concat([answer.subarray(0, from), between, answer.subarray(to)]))
      .filter((bytes) => !bytes.equals(answer))
    const input = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      cut.map((bytes) => new Uint8Array(bytes)),
      cut.map((bytes) => bytes.toString('base64url')),
      fc.string(),
    )
    await fc.assert(
      fc.asyncProperty(input, fc.boolean(), async (bytes, isBearer) => {
        const result = await verify(bytes, { ...options, challenge: isBearer ? bearer : challenge })
        expect(result.accepted).toBe(false)
      }),
      { numRuns: 1500 },
    )
  })
})

/** What JSON does not tell apart is told apart. */
function plain(claim: unknown): unknown {
  if (typeof claim === 'bigint') return `${claim}n`
  if (typeof claim === 'number') return Object.is(claim, -0) ? '-0' : String(claim)
  if (claim instanceof Uint8Array) return Buffer.from(claim).toString('hex')
  if (Array.isArray(claim)) return claim.map(plain)
  if (typeof claim !== 'object' || claim === null) return claim
  return Object.entries(claim).map(([member, inner]) => [member, plain(inner)])
}
