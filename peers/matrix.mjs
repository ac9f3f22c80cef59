// What independent implementations get right of our mdoc cases, rule by rule: node peers/matrix.mjs [--json]
// Each runs in a process of its own, for each changes what cbor-x does for all in its process.
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const peers = {
  '@owf/mdoc': 'owf-mdoc',
  '@animo-id/mdoc': 'animo-mdoc',
  '@auth0/mdl': 'auth0-mdl',
}
const cases = new URL('../test-vectors/mdoc/', import.meta.url)
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url))

/** How each case came out with one peer, by suite and identifier. */
async function resultsOf(adapter) {
  const command = ['conformance', fileURLToPath(cases), '--implementation', path(`adapters/${adapter}.mjs`), '--json']
  const ended = await promisify(execFile)(process.execPath, [path('../packages/cli/dist/main.js'), ...command], {
    maxBuffer: 64 * 1024 * 1024,
  }).catch((failed) => failed)
  const lines = ended.stdout.split('\n').filter((line) => line.startsWith('{"file"'))
  if (lines.length === 0) throw new Error(`${adapter} ran no case: ${ended.stderr}`)
  return new Map(lines.map((line) => JSON.parse(line)).map((one) => [`${one.suite} ${one.id}`, one]))
}

/**
 * What a peer makes of a case. Whoever refuses a case counts as right only where it accepts the case from which this one was
 * made by one change: otherwise it refuses for another reason.
 */
function verdictOf({ suite, id, base, expect }, results) {
  const { outcome, came } = results.get(`${suite} ${id}`)
  if (outcome === 'skipped') return 'skipped'
  const isAccepted = came.startsWith('accepted')
  if (expect.accepted) return isAccepted ? 'right' : 'wrong'
  if (isAccepted) return 'wrong'
  return results.get(`${suite} ${base}`)?.came.startsWith('accepted') ? 'right' : 'other'
}

/** Every case of verifying, with its suite. */
function readCases() {
  return readdirSync(cases).flatMap((file) => {
    const { suite, cases: all } = JSON.parse(readFileSync(new URL(file, cases), 'utf8'))
    return all.filter(({ operation = 'verify' }) => operation === 'verify').map((one) => ({ ...one, suite }))
  })
}

/** For each peer and rule, how many cases it gets right and wrong, and the cases that it gets wrong. */
async function matrix() {
  const all = readCases()
  const rows = {}
  for (const [name, adapter] of Object.entries(peers)) {
    const results = await resultsOf(adapter)
    for (const one of all) {
      rows[one.rule] ??= {}
      rows[one.rule][name] ??= { right: 0, wrong: 0, other: 0, skipped: 0, accepted: [], refused: [] }
      const cell = rows[one.rule][name]
      const verdict = verdictOf(one, results)
      cell[verdict]++
      if (verdict === 'wrong') cell[one.expect.accepted ? 'refused' : 'accepted'].push(`${one.id} ${one.title}`)
    }
  }
  return rows
}

function print(rows) {
  const names = Object.keys(peers)
  const line = (cells) => console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(6) : cell.padStart(18))).join(''))
  console.log('Right of those that say something; – where none does. Below, what each accepts that it must not.\n')
  line(['rule', ...names])
  const rules = Object.keys(rows).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  for (const rule of rules) {
    line([rule, ...names.map((name) => share(rows[rule][name]))])
  }
  const totals = names.map((name) => {
    const sum = (kind) => rules.reduce((all, rule) => all + rows[rule][name][kind], 0)
    return { right: sum('right'), wrong: sum('wrong'), other: sum('other'), skipped: sum('skipped') }
  })
  line(['all', ...totals.map(share)])
  for (const [i, name] of names.entries()) {
    const { right, wrong, other, skipped } = totals[i]
    const accepted = rules.flatMap((rule) => rows[rule][name].accepted)
    const refused = rules.flatMap((rule) => rows[rule][name].refused)
    console.log(
      `\n${name}: ${right} right, ${wrong} wrong, ${other} refused for another reason, ${skipped} it has no words for`,
    )
    console.log(`  ${accepted.length} accepted that must be refused, ${refused.length} refused that must be accepted`)
    for (const one of accepted) console.log(`  accepts ${one}`)
    for (const one of refused) console.log(`  refuses ${one}`)
  }
}

function share({ right, wrong }) {
  return right + wrong === 0 ? '–' : `${right}/${right + wrong}`
}

const rows = await matrix()
if (process.argv.includes('--json')) console.log(JSON.stringify(rows, null, 2))
else print(rows)
