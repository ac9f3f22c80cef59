const width = 100
const isColoured = process.stdout.isTTY === true && !process.env.NO_COLOR
const paint =
  (code: number) =>
  (text: string): string =>
    isColoured ? `\u001B[${code}m${text}\u001B[0m` : text

export const bold: (text: string) => string = paint(1)
export const dim: (text: string) => string = paint(2)
const colours = { '✓': paint(32), '✗': paint(31), '–': paint(33) }

/** A part of the story. */
export function heading(text: string): void {
  console.log(`\n${bold(text)}`)
}

/** A paragraph under a heading. */
export function say(text: string, style: (line: string) => string = (line) => line): void {
  for (const line of wrap(text, width - 3)) console.log(`   ${style(line)}`)
}

/** What came out: passed, refused, or left open. */
export function mark(sign: keyof typeof colours, text: string, style: (line: string) => string = (line) => line): void {
  wrap(text, width - 5).forEach((line, i) => {
    console.log(`   ${i === 0 ? colours[sign](sign) : ' '} ${style(line)}`)
  })
}

/** A paragraph under a mark. */
export function under(text: string, style: (line: string) => string = (line) => line): void {
  for (const line of wrap(text, width - 5)) console.log(`     ${style(line)}`)
}

/** A name and what belongs to it. */
export function row(name: string, value: string): void {
  console.log(`     ${name.padEnd(30)}${value}`)
}

/** Lines break at spaces, and in Japanese after a comma or full stop. */
function wrap(text: string, limit: number): readonly string[] {
  const lines: string[] = []
  for (const piece of text.split(/(?<=\s|[、。])/)) {
    const last = lines.at(-1)
    if (last !== undefined && columns(last + piece.trimEnd()) <= limit) lines[lines.length - 1] = last + piece
    else lines.push(piece)
  }
  return lines.map((line) => line.trimEnd())
}

/** Columns on a terminal: a full-width character takes two. */
function columns(text: string): number {
  return [...text].reduce((sum, sign) => sum + (/[\u3000-\u9FFF\uFF01-\uFF60]/.test(sign) ? 2 : 1), 0)
}
