// What a holder may withhold: single claims, everything below a place, a place as one, and how many are withheld.
import assert from 'node:assert/strict'
import { engine } from '@hashikake/crypto/engine'
import { inspect, present } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { asOne, everythingBelow, issuance, presentation } from '@hashikake/sd-jwt/vc'
import { bearer } from '@hashikake/verifier'

const { privateKey } = await engine.generateKey('ES256')
const issuer = { id: 'https://registrar.synthetic-univ.example', signer: await engine.signer(privateKey, 'ES256') }
const formats = [presentation()]

const credential = await issue(
  {
    vct: 'https://registrar.synthetic-univ.example/vct/transcript',
    claims: {
      notice: 'Synthetic sample.',
      name: '架空 花子',
      degree: { title: { ja: '学士(文学)', en: 'Bachelor of Letters' }, level: { framework: 'JEQF', value: 6 } },
      courses: [{ title: '日本文学史' }, { title: '言語学概論' }, { title: 'ラテン語' }],
    },
    disclosable: [
      ['name'], // one claim
      everythingBelow(['degree']), // title, its languages and level, each by itself …
      asOne(['degree', 'level']), // … but the level only with its framework
      ['courses', null], // every element of the list
    ],
    // Digests with nothing behind them: nobody can count the courses.
    decoys: [{ at: ['courses'], count: 5 }],
  },
  { format: issuance(), issuer },
)

/** What others see when these claims are disclosed. */
async function shown(...disclose: (string | number)[][]) {
  const selection = { credential: { format: 'dc+sd-jwt', encoded: credential }, disclose }
  const [presented] = await present([selection], { formats, challenge: bearer })
  const { claims, unmatchedDigests } = await inspect(presented as string, { formats })
  const { iss, iat, vct, ...own } = claims
  console.log(JSON.stringify(own), `+ ${unmatchedDigests} digests`)
  return own
}

assert.deepEqual(await shown(), { notice: 'Synthetic sample.', degree: {}, courses: [] })
// A claim brings its parents, and what it holds; nothing beside it.
assert.deepEqual((await shown(['degree', 'title', 'ja'])).degree, { title: { ja: '学士(文学)' } })
assert.deepEqual((await shown(['degree', 'level'])).degree, { level: { framework: 'JEQF', value: 6 } })
assert.deepEqual((await shown(['courses', 1])).courses, [{ title: '言語学概論' }])
// name, title, title.ja, title.en, level, three courses: eight disclosures, one of them the level as a whole.
assert.equal((await inspect(credential, { formats })).disclosures.length, 8)
// A mark that names nothing would leave a claim open by mistake: it is refused.
const misspelt = {
  vct: 'https://registrar.synthetic-univ.example/vct/x',
  claims: { name: '架空 花子' },
  disclosable: [['nmae']],
}
await assert.rejects(issue(misspelt, { format: issuance(), issuer }), { code: 'path_unmatched', path: ['nmae'] })
