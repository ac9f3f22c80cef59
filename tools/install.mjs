// Installs the pinned dependencies with npm alone: does nothing when the installed tree already matches the lock file.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)
const read = (path) => {
  try {
    return readFileSync(new URL(path, root), 'utf8')
  } catch {
    return undefined
  }
}

if (read('node_modules/.pnpm/lock.yaml') === read('pnpm-lock.yaml')) process.exit(0)
const { packageManager } = JSON.parse(read('package.json'))
console.log('Installing dependencies (once) …')
const { status } = spawnSync(
  'npx',
  ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'],
  {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  },
)
if (status !== 0) console.error('The installation failed. Is the npm registry reachable? Try again with: npm run setup')
process.exit(status ?? 1)
