import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Message } from './child.ts'
import { type Figure, heading, tableRow } from './figure.ts'
import { type Part, parts } from './parts.ts'

const usage = `npm run bench -- [--json] [--check] [--only PART,…]
  --json    one JSON line a figure
  --check   exit 1 when a goal is missed
  --only    some parts: ${Object.keys(parts).join(', ')}`

const options = {
  json: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  only: { type: 'string', default: Object.keys(parts).join(',') },
} as const

function readArguments(): { json: boolean; check: boolean; chosen: readonly string[] } {
  try {
    const { json, check, only } = parseArgs({ options }).values
    const chosen = only.split(',')
    const unknown = chosen.find((name) => !Object.hasOwn(parts, name))
    if (unknown !== undefined) throw new TypeError(`There is no part ${unknown}`)
    return { json, check, chosen }
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`)
    process.exit(2)
  }
}

const { json, check, chosen } = readArguments()
const notes: string[] = []
const figures: Figure[] = []
let failed = false

const show = (line: string): void => {
  progress('')
  console.log(line)
}

/** One line on a terminal, written over and over. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`)
}

function hear(message: Message, name: string): void {
  if (message.kind === 'progress') progress(`${chosen.indexOf(name) + 1}/${chosen.length} ${name}: ${message.text}`)
  else if (message.kind === 'note') notes.push(message.text)
  else {
    figures.push(message.figure)
    show(json ? JSON.stringify({ ...message.figure, name: message.figure.name.trim() }) : tableRow(message.figure))
  }
}

/** Runs a part in a process of its own; one that fails or does not end in time gives no more figures. */
function run(name: string, { limit, flags = [] }: Part): Promise<void> {
  return new Promise((resolve) => {
    progress(`${chosen.indexOf(name) + 1}/${chosen.length} ${name}`)
    const child = fork(fileURLToPath(new URL('child.js', import.meta.url)), [name], { execArgv: [...flags] })
    let isLate = false
    const clock = setTimeout(() => {
      isLate = true
      child.kill('SIGKILL')
    }, limit * 1000)
    child.on('message', (message) => hear(message as Message, name))
    child.on('close', (code) => {
      clearTimeout(clock)
      if (code !== 0) {
        failed = true
        progress('')
        console.error(isLate ? `${name} was ended after ${limit} s` : `${name} failed`)
      }
      resolve()
    })
  })
}

if (!json) show(`Node ${process.versions.node}, ${availableParallelism()} processors\n\n${heading}`)
for (const name of chosen) await run(name, parts[name] as Part)
const missed = figures.filter(({ held }) => held === false)
if (!json) {
  const goals = figures.filter(({ held }) => held !== null).length
  show(`\n${goals - missed.length} of ${goals} goals held`)
  for (const note of notes) show(note)
}
progress('')
process.exitCode = failed || (check && missed.length > 0) ? 1 : 0
