import { spawn } from 'node:child_process'
import { existsSync, openSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wrap } from '../dist/terminal.js'
import { type Ended, ended, graduation, main, type Workplace } from './hashikake.ts'

let place: Workplace

beforeAll(async () => {
  place = await graduation()
})
afterAll(() => place.remove())

const inspect = [main, 'inspect', 'degree.sd-jwt', '--json']

describe('lines on a terminal', () => {
  it('end between words, the further ones indented', () => {
    expect(wrap('one two three four five six seven', 22, 2)).toBe('one two three four\n  five six seven')
  })

  it('end between characters where there are no words, never before a closing mark', () => {
    // Twenty columns: ten characters, of which the tenth would be followed by the full stop.
    expect(wrap('一二三四五六七八九十。一二', 20, 0)).toBe('一二三四五六七八九\n十。一二')
  })

  it('stay whole where nobody looks on, and where a word is longer than the line', () => {
    const sentence = 'word '.repeat(100).trimEnd()
    expect(wrap(sentence, undefined, 2)).toBe(sentence)
    expect(wrap('x'.repeat(200), 40, 0)).toBe('x'.repeat(200))
  })

  it.runIf(process.platform === 'linux' && existsSync('/usr/bin/script'))('have colours and are broken', async () => {
    const command = `stty cols 60; "${process.execPath}" "${main}" inspect degree.sd-jwt`
    const onTerminal = (environment: Record<string, string>): Promise<Ended> =>
      ended(
        spawn('/usr/bin/script', ['-qec', command, '/dev/null'], {
          cwd: place.folder,
          env: { PATH: '/usr/bin:/bin', TERM: 'xterm', ...environment },
        }),
      )
    const { stdout } = await onTerminal({})
    expect(stdout).toContain('\u001b[33m◇\u001b[39m')
    expect(stdout.split('\r\n')[0]?.length).toBeLessThan(60 + 9)
    expect((await onTerminal({ NO_COLOR: '1' })).stdout).not.toContain('\u001b[')
  })
})

describe('output that cannot be written', () => {
  it('is no verdict: a reader that has gone changes nothing', async () => {
    const child = spawn(process.execPath, inspect, { cwd: place.folder })
    child.stdout.destroy()
    expect(await ended(child)).toMatchObject({ code: 0, stderr: '' })
  })

  it.runIf(existsSync('/dev/full'))('ends with 74 where the disk is full', async () => {
    const child = spawn(process.execPath, inspect, {
      cwd: place.folder,
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    })
    expect((await ended(child)).code).toBe(74)
  })
})
