import type { CaseResult } from './runner.ts'

export interface Tally {
  passed: number
  failed: number
  skipped: number
}

/** Counts results as they come. */
export function countResult(tally: Tally, { outcome }: CaseResult): void {
  tally[outcome]++
}

/** One line of a failure: the case, its rule, what was expected and what came. */
export function failureLine({ suite, id, rule, title, expected, came }: CaseResult): string {
  const of = [rule, suite].filter((part) => part !== '').join(', ')
  return oneLine(`FAILED ${id} (${of})${title === '' ? '' : ` ${title}`}: expected ${expected}; came ${came}`)
}

export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/** One result as a line of JSON. */
export function jsonLine(result: CaseResult): string {
  return JSON.stringify(result)
}

/** A JUnit report, a suite of cases as a test suite. */
export function junitReport(results: readonly CaseResult[]): string {
  const suites = groupBySuite(results)
  const tally = tallyOf(results)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="hashikake conformance" ${countsOf(tally)}>`,
    ...[...suites].flatMap(([name, cases]) => [
      `  <testsuite name="${escapeXml(name)}" ${countsOf(tallyOf(cases))}>`,
      ...cases.map(junitCase),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n')
}

function groupBySuite(results: readonly CaseResult[]): Map<string, CaseResult[]> {
  const suites = new Map<string, CaseResult[]>()
  for (const result of results) {
    const cases = suites.get(result.suite) ?? []
    suites.set(result.suite, cases)
    cases.push(result)
  }
  return suites
}

function tallyOf(results: readonly CaseResult[]): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 }
  for (const result of results) countResult(tally, result)
  return tally
}

function countsOf({ passed, failed, skipped }: Tally): string {
  return `tests="${passed + failed + skipped}" failures="${failed}" skipped="${skipped}"`
}

function junitCase({ file, id, rule, title, outcome, expected, came }: CaseResult): string {
  const name = escapeXml(title === '' ? id : `${id} ${title}`)
  const open = `    <testcase name="${name}" classname="${escapeXml(rule)}" file="${escapeXml(file)}"`
  if (outcome === 'passed') return `${open}/>`
  const detail =
    outcome === 'skipped'
      ? `<skipped message="${escapeXml(came)}"/>`
      : `<failure message="${escapeXml(`expected ${expected}; came ${came}`)}"/>`
  return `${open}>${detail}</testcase>`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeXml(text: string): string {
  // What XML 1.0 cannot hold at all is left out.
  return oneLine(text)
    .replace(/[^\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (character) => entities[character] as string)
}
