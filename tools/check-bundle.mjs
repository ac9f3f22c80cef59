// Bundles the verifiers as a browser would get them; fails when what loads at once is too large or holds what it should not,
// or when that of SD-JWT VC takes clearly longer to import than jose. What is imported on demand (curves, post-quantum
// signatures, signing) stays outside, as it is a chunk of its own for a browser.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const verifiers = [
  {
    title: 'SD-JWT VC verifier',
    contents: `export { verify, createChallenge } from '@hashikake/verifier'; export { verification } from '@hashikake/sd-jwt/vc'`,
    limit: 14 * 1024,
    mustNotHold: /\/mdoc\/|cbor|x509|@noble\/curves|@noble\+curves|post-quantum/,
  },
  {
    title: 'W3C verifier of vc+sd-jwt',
    contents: `export { verify, createChallenge } from '@hashikake/verifier'; export { verification } from '@hashikake/vc/sd-jwt'`,
    limit: 22 * 1024,
    mustNotHold:
      /jsonld|rdf-canonize|data-integrity|credentials-v2|\/mdoc\/|cbor|x509|@noble\/curves|@noble\+curves|post-quantum/,
  },
  {
    title: 'mdoc verifier, with CBOR and X.509',
    contents: `export { verify, createChallenge } from '@hashikake/verifier'; export { verification } from '@hashikake/mdoc'; export { anchors } from '@hashikake/trust'`,
    // The aim is 30: the decoder of cbor-x alone is 6.
    limit: 37 * 1024,
    mustNotHold: /\/sd-jwt\/|doc-types|dcapi|hpke|issuance|presentation\.js|@noble\/curves|@noble\+curves|post-quantum/,
  },
]
const pairs = 25
const clearlySlower = 1.25

const root = fileURLToPath(new URL('../', import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'hashikake-bundle-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))
const faults = []

const bundles = []
for (const [i, one] of verifiers.entries()) bundles.push({ ...one, ...(await bundle(`verifier-${i}`, one.contents)) })
const [ours] = bundles
const jose = await bundle('jose', `export * from 'jose'`)
const twoOfJose = await bundle('jose-two', `export { jwtVerify, importJWK } from 'jose'`)
for (const one of bundles) checkSize(one)
console.log(`jose: ${kib(jose.size)}; of it jwtVerify and importJWK alone: ${kib(twoOfJose.size)}`)
checkImportTime()
for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1

async function bundle(name, contents) {
  const onDemand = {
    name: 'on-demand',
    setup: ({ onResolve }) =>
      onResolve({ filter: /.*/ }, ({ kind, path }) =>
        kind === 'dynamic-import' ? { path, external: true } : undefined,
      ),
  }
  const file = join(work, `${name}.mjs`)
  const { metafile } = await build({
    stdin: { contents, resolveDir: root, sourcefile: `${name}.js` },
    absWorkingDir: root,
    outfile: file,
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    minify: true,
    metafile: true,
    logLevel: 'error',
    plugins: [onDemand],
  })
  const [{ inputs }] = Object.values(metafile.outputs)
  return { file, inputs: Object.entries(inputs), size: gzipSync(readFileSync(file), { level: 9 }).length }
}

function checkSize({ title, limit, mustNotHold, size, inputs }) {
  console.log(`${title}: ${size} bytes gzipped, ${kib(size)} (limit ${kib(limit)})`)
  console.log('largest inputs, minified:')
  for (const [path, { bytesInOutput }] of inputs.sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput).slice(0, 8))
    console.log(`  ${String(bytesInOutput).padStart(6)}  ${path.replace(/^.*node_modules\//, '')}`)
  if (size > limit) faults.push(`${title}: ${kib(size)}, over ${kib(limit)}: see its largest inputs above.`)
  for (const [path, { bytesInOutput }] of inputs)
    if (bytesInOutput > 0 && mustNotHold.test(path))
      faults.push(`${title}: it holds ${path}: import it only where it is used.`)
}

function checkImportTime() {
  const all = [ours, jose, twoOfJose]
  const times = new Map(all.map((one) => [one, []]))
  // One uncounted round warms the disk cache; the order turns so that none gains by it.
  for (let round = -1; round < pairs; round++)
    for (let i = 0; i < all.length; i++) {
      const one = all[(i + round + 1) % all.length]
      const time = importTime(one.file)
      if (round >= 0) times.get(one).push(time)
    }
  const ratioTo = (peer) => median(times.get(ours).map((time, i) => time / times.get(peer)[i]))
  const ratio = ratioTo(jose)
  const verdict = ratio <= 1 ? 'no slower' : ratio <= clearlySlower ? 'within the noise allowed' : 'clearly slower'
  console.log(
    `cold import: ${median(times.get(ours)).toFixed(2)} ms, jose ${median(times.get(jose)).toFixed(2)} ms, ` +
      `ratio ${ratio.toFixed(2)} (median of ${pairs} pairs; aim 1.00, gate ${clearlySlower}): ${verdict}; ` +
      `to jwtVerify and importJWK alone ${ratioTo(twoOfJose).toFixed(2)}`,
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
  return `${(bytes / 1024).toFixed(2)} KiB`
}
