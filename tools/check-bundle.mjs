// Bundles the SD-JWT VC verifier as a browser would get it; fails when what loads at once is too large, holds what it should
// not, or takes clearly longer to import than jose.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const limit = 14 * 1024
const mustNotHold = /\/mdoc\/|cbor|x509|@noble\/curves|@noble\+curves/
const pairs = 15
const clearlySlower = 1.25

const verifier = `import { verify, createChallenge } from '@hashikake/verifier'
import { verification } from '@hashikake/sd-jwt/vc'
export { verify, createChallenge, verification }`
const jose = `export { jwtVerify, importJWK } from 'jose'`

const root = fileURLToPath(new URL('../', import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'hashikake-bundle-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))
const faults = []

const ours = await bundle('verifier', verifier)
const theirs = await bundle('jose', jose)
checkSize()
checkImportTime()
for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1

async function bundle(name, contents) {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: root, sourcefile: `${name}.js` },
    absWorkingDir: root,
    outdir: join(work, name),
    entryNames: name,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    minify: true,
    splitting: true,
    metafile: true,
    logLevel: 'error',
    write: false,
  })
  const entry = outputFiles.find(({ path }) => basename(path) === `${name}.mjs`).path
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [
      basename(path),
      { ...output, file: outputFiles.find((one) => basename(one.path) === basename(path)) },
    ]),
  )
  // What loads before the first line runs: the entry and what it imports statically, not what it imports when needed.
  const closure = new Set([basename(entry)])
  for (const chunk of closure)
    for (const { path, kind } of outputs.get(chunk).imports)
      if (kind === 'import-statement') closure.add(basename(path))
  const chunks = [...closure].map((chunk) => outputs.get(chunk))
  return {
    entry,
    chunks,
    later: [...outputs.values()].filter((output) => !chunks.includes(output)),
    files: outputFiles,
  }
}

function checkSize() {
  const gzipped = (chunks) => chunks.reduce((sum, { file }) => sum + gzipSync(file.contents, { level: 9 }).length, 0)
  const size = gzipped(ours.chunks)
  const inputs = ours.chunks.flatMap(({ inputs }) => Object.entries(inputs))
  console.log(
    `SD-JWT VC verifier: ${kib(size)} gzipped (limit ${kib(limit)}); ${kib(gzipped(ours.later))} more only when needed`,
  )
  console.log(`jose, jwtVerify and importJWK: ${kib(gzipped(theirs.chunks))} gzipped`)
  console.log('largest inputs, minified:')
  for (const [path, { bytesInOutput }] of inputs.sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput).slice(0, 5))
    console.log(`  ${String(bytesInOutput).padStart(6)}  ${path.replace(/^.*node_modules\//, '')}`)
  if (size > limit)
    faults.push(`The verifier's bundle is ${kib(size)}, over ${kib(limit)}: see its largest inputs above.`)
  for (const [path, { bytesInOutput }] of inputs)
    if (bytesInOutput > 0 && mustNotHold.test(path))
      faults.push(`The verifier's bundle holds ${path}: import it only where it is used.`)
}

function checkImportTime() {
  for (const { path, contents } of [...ours.files, ...theirs.files]) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, contents)
  }
  const ratios = []
  const [own, peer] = [[], []]
  // One uncounted pair warms the disk cache; the order alternates so that neither gains by it.
  for (let pair = -1; pair < pairs; pair++) {
    const order = pair % 2 === 0 ? [ours, theirs] : [theirs, ours]
    const times = new Map(order.map((one) => [one, importTime(one.entry)]))
    if (pair < 0) continue
    own.push(times.get(ours))
    peer.push(times.get(theirs))
    ratios.push(times.get(ours) / times.get(theirs))
  }
  const ratio = median(ratios)
  const verdict = ratio <= 1 ? 'no slower' : ratio <= clearlySlower ? 'within the noise allowed' : 'clearly slower'
  console.log(
    `cold import: ${median(own).toFixed(2)} ms, jose ${median(peer).toFixed(2)} ms, ratio ${ratio.toFixed(2)} ` +
      `(median of ${pairs} pairs; aim 1.00, gate ${clearlySlower}): ${verdict}`,
  )
  if (ratio > clearlySlower)
    faults.push(`Importing the verifier takes ${ratio.toFixed(2)} times as long as importing jose.`)
}

/** Milliseconds that a fresh process spends in the import alone. */
function importTime(file) {
  const script = `const start = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - start)`
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 30_000,
  })
  if (status !== 0) throw new Error(`${file} cannot be imported:\n${stderr}`)
  return Number(stdout)
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function kib(bytes) {
  return `${(bytes / 1024).toFixed(1)} KiB`
}
