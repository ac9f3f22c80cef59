import type { Figure } from './figure.ts'
import { parts } from './parts.ts'

/** What a part's process tells the bench. */
export type Message =
  | { readonly kind: 'figure'; readonly figure: Figure }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'progress'; readonly text: string }

const part = parts[process.argv[2] ?? '']
if (part === undefined || process.send === undefined) throw new TypeError('bench.js starts the parts')

const tell = (message: Message): void => {
  process.send?.(message)
}
// Without the bench there is nobody to tell.
process.once('disconnect', () => process.exit())

const run = await part.load()
await run({
  figure: (figure) => tell({ kind: 'figure', figure }),
  note: (text) => tell({ kind: 'note', text }),
  progress: (text) => tell({ kind: 'progress', text }),
})
process.removeAllListeners('disconnect')
process.disconnect()
