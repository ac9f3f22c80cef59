// Checks the packages as users get them: packs each one, lints the tarballs, installs them together with npm into an
// empty project, imports every export, type-checks a consumer without DOM types, and runs the command.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

/** The oldest TypeScript whose users our declarations must serve. */
const oldTypeScript = '5.6.3'

const root = fileURLToPath(new URL('../', import.meta.url))
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))
const { packageManager } = readJson(join(root, 'package.json'))
const packages = readdirSync(join(root, 'packages'))
  .map((name) => ({
    folder: join(root, 'packages', name),
    manifest: readJson(join(root, 'packages', name, 'package.json')),
  }))
  .filter(({ manifest }) => !manifest.private)
const work = realpathSync(mkdtempSync(join(tmpdir(), 'hashikake-packages-')))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))
const faults = []

pack()
for (const one of packages) await lint(one)
install()
importEveryExport()
compileConsumer('TypeScript 7', [join(root, 'node_modules/typescript/bin/tsc')])
compileConsumer(`TypeScript ${oldTypeScript}`, [join(work, 'consumer/node_modules/typescript/bin/tsc')])
runCommands()

for (const fault of faults) console.error(fault)
console.log(
  faults.length === 0
    ? `Packages: ${packages.length} packed, installed and used.`
    : `Packages: ${faults.length} to mend.`,
)
process.exitCode = faults.length === 0 ? 0 : 1

function pack() {
  for (const one of packages) {
    const output = run(one.folder, 'npx', ['--yes', packageManager, 'pack', '--json', '--pack-destination', work])
    const { filename, files } = JSON.parse(output.slice(output.indexOf('{')))
    one.tarball = filename.startsWith('/') ? filename : join(work, filename)
    for (const { path } of files)
      if (/\.tsbuildinfo$|(^|\/)test\/|\.test\./.test(path))
        faults.push(`${one.manifest.name}: do not publish ${path}.`)
    for (const needed of ['LICENSE', 'README.md'])
      if (!files.some(({ path }) => path === needed)) faults.push(`${one.manifest.name}: the tarball has no ${needed}.`)
  }
}

async function lint({ manifest, tarball }) {
  const content = readFileSync(tarball)
  const { messages } = await publint({
    pack: { tarball: content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength) },
    strict: true,
  })
  for (const message of messages)
    faults.push(`${manifest.name}: publint: ${formatMessage(message, manifest, { color: false })}`)
  // The command alone has no entry that a consumer could resolve.
  if (Object.keys(manifest.exports ?? {}).length === 0) return
  attempt(`${manifest.name}: attw`, () =>
    run(root, 'node_modules/.bin/attw', [tarball, '--profile', 'esm-only', '--no-color']),
  )
}

function install() {
  const tarballs = Object.fromEntries(packages.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  const folder = join(work, 'consumer')
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      private: true,
      type: 'module',
      dependencies: { ...tarballs, typescript: oldTypeScript },
      overrides: Object.fromEntries(Object.keys(tarballs).map((name) => [name, `$${name}`])),
    }),
  )
  run(folder, 'npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
}

function importEveryExport() {
  const script = `for (const entry of ${JSON.stringify(entries())}) await import(entry)`
  attempt('import of every export', () =>
    run(join(work, 'consumer'), process.execPath, ['--input-type=module', '-e', script]),
  )
}

function compileConsumer(title, [tsc]) {
  const folder = join(work, 'consumer')
  const lines = entries().map((entry, index) => `export * as entry${index} from '${entry}'`)
  writeFileSync(join(folder, 'consumer.ts'), `${lines.join('\n')}\n`)
  // The one global of the runtime in the public types; DOM and Node both declare it, this consumer has neither.
  writeFileSync(join(folder, 'runtime.d.ts'), 'interface AbortSignal { readonly aborted: boolean }\n')
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'ES2022',
        lib: ['ES2022'],
        module: 'NodeNext',
        moduleResolution: 'NodeNext',
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
        types: [],
      },
      files: ['consumer.ts', 'runtime.d.ts'],
    }),
  )
  attempt(`a consumer under ${title}`, () => run(folder, process.execPath, [tsc, '-p', 'tsconfig.json']))
}

function runCommands() {
  for (const { manifest } of packages)
    for (const command of Object.keys(manifest.bin ?? {}))
      attempt(`${command} --help`, () => {
        if (!run(join(work, 'consumer'), `node_modules/.bin/${command}`, ['--help']).includes(command))
          throw new Error('the help does not name the command')
      })
}

function entries() {
  return packages.flatMap(({ manifest }) =>
    Object.keys(manifest.exports ?? {})
      .filter((path) => path !== './package.json')
      .map((path) => manifest.name + path.slice(1)),
  )
}

function run(cwd, command, args) {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 })
}

function attempt(title, action) {
  try {
    action()
  } catch (error) {
    faults.push(`${title}: ${[error.stdout, error.stderr].filter(Boolean).join('\n').trim() || error.message}`)
  }
}
