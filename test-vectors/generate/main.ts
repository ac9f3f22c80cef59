import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Format } from './bases.ts'
import { dataIntegritySuites } from './data-integrity/suites.ts'
import { mdocSuites } from './mdoc/suites.ts'
import { retrieveCases } from './retrieval/retrieve.ts'
import { rulesWithFiles } from './rules.ts'
import { acceptedCases } from './sd-jwt/accepted.ts'
import { disclosureCases } from './sd-jwt/disclosures.ts'
import { holdingCases } from './sd-jwt/holding.ts'
import { issuerSignedCases } from './sd-jwt/issuer-signed.ts'
import { issuingCases } from './sd-jwt/issuing.ts'
import { jsonSerializationCases } from './sd-jwt/json-serialization.ts'
import { keyBindingCases } from './sd-jwt/key-binding.ts'
import { keyCases } from './sd-jwt/keys.ts'
import { parsingCases } from './sd-jwt/parsing.ts'
import { validityCases } from './sd-jwt/validity.ts'
import { sdJwtVcCases } from './sd-jwt-vc/credential.ts'
import { haipCases } from './sd-jwt-vc/haip.ts'
import { typeMetadataCases } from './sd-jwt-vc/type-metadata.ts'
import { bitstringCases } from './status/bitstring.ts'
import { statusListCases } from './status/lists.ts'
import { publishingCases } from './status/publishing.ts'
import { statusTokenCases } from './status/tokens.ts'
import { type Case, type Definition, type Suite, suiteOf } from './suite.ts'
import { certificateCases } from './trust/certificates.ts'
import { didCases } from './trust/dids.ts'
import { entityCases } from './trust/entities.ts'
import { issuerMetadataCases } from './trust/issuer-metadata.ts'
import { listCases } from './trust/lists.ts'
import { vicalCases } from './trust/vicals.ts'
import { dataModelSuites } from './vc/data-model.ts'
import { envelopeSuites } from './vc/envelopes.ts'
import { edcSuites } from './vc/european-digital-credentials.ts'
import { jsonSchemaSuites } from './vc/json-schema.ts'
import { openBadgeSuites } from './vc/open-badges.ts'
import { presentationSuites } from './vc/presentations.ts'
import { mdocProfileCases } from './x509/mdoc-profiles.ts'
import { pathCases } from './x509/paths.ts'

const subjects: readonly (readonly [string, readonly Definition[]])[] = [
  ['parsing', parsingCases],
  ['issuer-signed', issuerSignedCases],
  ['disclosures', disclosureCases],
  ['validity', validityCases],
  ['key-binding', keyBindingCases],
  ['json-serialization', jsonSerializationCases],
  ['accepted', acceptedCases],
]

/** RFC 9901 is the floor of both formats: each of its cases stands once in each. */
function commonSuites(format: Format, folder: string): readonly Suite[] {
  return [
    ...subjects.map(([name, definitions]) => suiteOf(`${folder}/${name}`, definitions, format)),
    { suite: `${folder}/issuing`, cases: issuingCases(format) },
    { suite: `${folder}/holding`, cases: holdingCases(format) },
  ]
}

/** R40: the rules hold alike in JSON, so their cases come once more, flattened. */
function flattenedSuite(): Suite {
  const again = [...issuerSignedCases, ...disclosureCases, ...validityCases, ...keyBindingCases]
  const rules = again.filter(({ rule }) => rule.startsWith('R'))
  const { cases } = suiteOf('sd-jwt/flattened', rules, 'sd-jwt', 'flattened')
  const renamed = cases.map((one): Case => {
    const { base } = one as { base?: string }
    const isBase = one.id.startsWith('base-')
    return {
      ...one,
      id: isBase ? one.id : `R40-${one.id}`,
      rule: 'R40',
      title: `flattened: ${one.title as string}`,
      ...(base === undefined ? {} : { base }),
    }
  })
  return { suite: 'sd-jwt/flattened', cases: renamed }
}

function allSuites(): readonly Suite[] {
  return [
    ...commonSuites('sd-jwt', 'sd-jwt'),
    flattenedSuite(),
    ...commonSuites('dc+sd-jwt', 'sd-jwt-vc'),
    suiteOf('sd-jwt-vc/credential', sdJwtVcCases, 'dc+sd-jwt'),
    suiteOf('sd-jwt-vc/haip', haipCases, 'dc+sd-jwt'),
    { suite: 'sd-jwt-vc/type-metadata', cases: typeMetadataCases },
    ...mdocSuites,
    ...dataModelSuites,
    ...envelopeSuites,
    ...presentationSuites,
    ...jsonSchemaSuites,
    ...openBadgeSuites,
    ...edcSuites,
    ...dataIntegritySuites,
    { suite: 'keys/jwk', cases: keyCases },
    { suite: 'retrieval/retrieve', cases: retrieveCases },
    { suite: 'status/lists', cases: statusListCases },
    { suite: 'status/tokens', cases: statusTokenCases },
    { suite: 'status/bitstring', cases: bitstringCases },
    { suite: 'status/publishing', cases: publishingCases },
    { suite: 'x509/paths', cases: pathCases },
    { suite: 'x509/mdoc-profiles', cases: mdocProfileCases },
    { suite: 'trust/lists', cases: listCases },
    { suite: 'trust/entities', cases: entityCases },
    { suite: 'trust/issuer-metadata', cases: issuerMetadataCases },
    { suite: 'trust/dids', cases: didCases },
    { suite: 'trust/certificates', cases: certificateCases },
    { suite: 'trust/vical', cases: vicalCases },
  ]
}

/** Every file that is generated, by its path below `test-vectors/`. */
function allFiles(): ReadonlyMap<string, string> {
  const suites = allSuites()
  const files = new Map(suites.map((suite) => [`${suite.suite}.json`, write({ $schema: '../schema.json', ...suite })]))
  files.set('rules.json', write({ rules: rulesWithFiles(suites) }))
  return files
}

function write(content: unknown): string {
  return `${JSON.stringify(content, null, 2)}\n`
}

const root = new URL('../', import.meta.url)

/** Writes the files; with `--check` only compares, and names what differs. */
function main(args: readonly string[]): void {
  const differing: string[] = []
  for (const [path, text] of allFiles()) {
    const url = new URL(path, root)
    if (readIfThere(url) === text) continue
    differing.push(path)
    if (args.includes('--check')) continue
    mkdirSync(dirname(fileURLToPath(url)), { recursive: true })
    writeFileSync(url, text)
  }
  const verb = args.includes('--check') ? 'differs' : 'written'
  for (const path of differing) console.log(`${path}: ${verb}`)
  if (args.includes('--check') && differing.length > 0) process.exitCode = 1
}

function readIfThere(url: URL): string | undefined {
  try {
    return readFileSync(url, 'utf8')
  } catch {
    return undefined
  }
}

main(process.argv.slice(2))
