// Compares what each package declares, references and imports with the table of floors in docs/architecture.md.
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const waist = ['credential', 'crypto', 'encoding']
const formats = ['sd-jwt', 'mdoc', 'status', 'trust', 'vc', 'data-integrity']
const roles = ['issuer', 'holder', 'verifier']
const applications = ['openid4vc', 'academic', 'register']
/** What each package may stand on. Roles know no format; formats know no role; neighbours on one floor know nothing of each other. */
const floors = {
  encoding: [],
  crypto: ['encoding'],
  credential: ['crypto', 'encoding'],
  ...Object.fromEntries(['sd-jwt', 'mdoc', 'status', 'trust'].map((name) => [name, waist])),
  vc: ['sd-jwt', ...waist],
  'data-integrity': ['vc', 'sd-jwt', ...waist],
  ...Object.fromEntries(roles.map((name) => [name, waist])),
  ...Object.fromEntries(applications.map((name) => [name, [...roles, ...formats, ...waist]])),
  portal: [...applications, ...roles, ...formats, ...waist],
  conformance: [...applications, ...roles, ...formats, ...waist],
  cli: ['portal', 'conformance', ...applications, ...roles, ...formats, ...waist],
}

const scope = '@hashikake/'
const packages = new URL('../packages/', import.meta.url)
const json = (path) => JSON.parse(readFileSync(new URL(path, packages), 'utf8'))
const ours = (names) => names.filter((name) => name.startsWith(scope)).map((name) => name.slice(scope.length))
const faults = []

for (const name of readdirSync(packages)) {
  if (!existsSync(new URL(`${name}/package.json`, packages))) continue
  const floor = floors[name]
  if (floor === undefined) {
    faults.push(
      `packages/${name} has no floor: add it to the table in tools/check-layers.mjs and docs/architecture.md.`,
    )
    continue
  }
  const manifest = json(`${name}/package.json`)
  const { dependencies = {}, peerDependencies = {}, optionalDependencies = {} } = manifest
  const declared = ours(Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies }))
  const referenced = json(`${name}/tsconfig.json`).references.map(({ path }) => path.replace('../', ''))
  const imported = importsOf(name)

  if (manifest.name !== scope + name) faults.push(`packages/${name}/package.json: name it ${scope}${name}.`)
  for (const other of declared)
    if (!floor.includes(other))
      faults.push(`packages/${name}/package.json: remove ${scope}${other}, which ${name} may not stand on.`)
  for (const other of declared)
    if (!referenced.includes(other))
      faults.push(`packages/${name}/tsconfig.json: add a reference to ../${other}, which package.json depends on.`)
  for (const other of referenced)
    if (!declared.includes(other))
      faults.push(
        `packages/${name}/tsconfig.json: remove the reference to ../${other}, which package.json does not depend on.`,
      )
  for (const [other, file] of imported)
    if (!declared.includes(other))
      faults.push(
        floor.includes(other)
          ? `packages/${name}/package.json: add ${scope}${other}, which ${file} imports.`
          : `${file}: do not import ${scope}${other}; ${name} may not stand on it.`,
      )
  for (const other of declared)
    if (!imported.has(other))
      faults.push(`packages/${name}/package.json: remove ${scope}${other}, which nothing in src imports.`)
}

/** The packages of ours that a package's sources import, each with the first file that does; leaving `src` by a path is a fault. */
function importsOf(name) {
  const imports = new Map()
  const source = new URL(`${name}/src/`, packages)
  for (const path of existsSync(source) ? readdirSync(source, { recursive: true }).sort() : []) {
    if (!path.endsWith('.ts')) continue
    const file = `packages/${name}/src/${path}`
    const text = readFileSync(new URL(path, source), 'utf8').replace(/^\s*(\/\/|\/?\*).*$/gm, '')
    for (const { 1: specifier } of text.matchAll(
      /(?:\bfrom|\bimport|\bimport\(|\bdeclare module)\s*['"]([^'"]+)['"]/g,
    )) {
      const other = specifier.startsWith(scope) ? specifier.slice(scope.length).split('/')[0] : undefined
      if (other !== undefined && other !== name && !imports.has(other)) imports.set(other, file)
      const target = new URL(specifier, new URL(path, source)).href
      if (specifier.startsWith('.') && !target.startsWith(source.href))
        faults.push(`${file}: import ${specifier} by its package's name, not by a path out of src.`)
    }
  }
  return imports
}

for (const fault of faults) console.error(fault)
console.log(faults.length === 0 ? 'Layers: every package stands on its floor.' : `Layers: ${faults.length} to mend.`)
process.exit(faults.length === 0 ? 0 : 1)
