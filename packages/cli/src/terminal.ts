import type { Readable, Writable } from 'node:stream'

/** As sysexits.h has it for errors of input and output. */
const unwritten = 74

/** All that the commands know of the process around them. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean }
  readonly output: Channel
  readonly errors: Channel
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Where text goes, and whether it may be coloured there. */
export interface Channel {
  write(text: string): void
  readonly hasColour: boolean
  /** The width of the window; undefined where nobody looks on and lines stay whole. */
  readonly columns: number | undefined
}

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process
  return { input: stdin, output: channelTo(stdout, env), errors: channelTo(stderr, env), environment: env }
}

type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number }

function channelTo(stream: Stream, environment: Terminal['environment']): Channel {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has seen enough, as `head` does; that changes no verdict.
    if (error.code === 'EPIPE') return
    // A verdict that was not written must not look like one: this has the last word.
    process.once('exit', () => {
      process.exitCode = unwritten
    })
  })
  const isTerminal = stream.isTTY === true
  return {
    write: (text) => void stream.write(text),
    hasColour: wantsColour(isTerminal, environment),
    columns: isTerminal ? stream.columns : undefined,
  }
}

/** Colour only on a terminal, unless the user demands it; never where the user has ruled it out. */
function wantsColour(isTerminal: boolean, { NO_COLOR, FORCE_COLOR, TERM }: Terminal['environment']): boolean {
  if ((NO_COLOR ?? '') !== '' || FORCE_COLOR === '0' || TERM === 'dumb') return false
  return isTerminal || (FORCE_COLOR ?? '') !== ''
}

const styles = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const

export type Style = keyof typeof styles
export type Paint = (style: Style, text: string) => string

/** Colours for a channel; text stays as it is where there are none. */
export function paintFor({ hasColour }: Pick<Channel, 'hasColour'>): Paint {
  return (style, text) => (hasColour ? `\u001b[${styles[style][0]}m${text}\u001b[${styles[style][1]}m` : text)
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u

/** How many columns a text takes: East Asian characters take two, combining marks none. */
function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += wide.test(character) ? 2 : /\p{Mn}/u.test(character) ? 0 : 1
  return width
}

const widest = 100
// Between two characters of East Asian text a line may end, but none begins with what closes.
const breaks = /(?<= )|(?<=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー、。）」：])(?![、。）」：ー！？])/u

/** Breaks a sentence into lines of readable width, the further ones indented. */
export function wrap(text: string, columns: number | undefined, indent: number): string {
  if (columns === undefined) return text
  const width = Math.max(20, Math.min(columns, widest) - indent)
  const lines: string[] = []
  let line = ''
  for (const piece of text.split(breaks)) {
    if (line !== '' && displayWidth(line) + displayWidth(piece.trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`)
}

/**
 * Makes text from a stranger harmless on a terminal: control characters, those that reverse the direction of writing and
 * those that nobody sees come out as escapes.
 */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  )
}
