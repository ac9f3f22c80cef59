import { inspect } from 'node:util'
import { Refusal } from '@hashikake/encoding/refusal'
import { CommanderError } from 'commander'
import { sentenceOf } from './sentences.ts'
import { harmless, type Terminal } from './terminal.ts'

/** What the exit code says; README.md has the same table. */
export const exitCodes = { done: 0, refused: 1, wrongUse: 2, internal: 70 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Ends a command with one sentence that says what to do next. */
export class CommandFault extends Error {
  readonly exitCode: ExitCode

  constructor(sentence: string, exitCode: ExitCode = exitCodes.wrongUse, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause })
    this.name = 'CommandFault'
    this.exitCode = exitCode
  }
}

/**
 * Runs what may refuse its input, and names that input in the fault.
 *
 * @param source - the file that was looked at
 */
export async function refusedBy<Value>(source: string, work: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    // As a path is written on the command line and in drafts.
    const place = cause.path === undefined || cause.path.length === 0 ? '' : `, ${JSON.stringify(cause.path)}`
    const sentence = (advice[cause.code] ?? sentenceOf(cause.code)).replace(/\.$/, '')
    throw new CommandFault(`${source}${place}: ${sentence} (${cause.code})`, exitCodes.refused, cause)
  }
}

/** For whoever issues or presents; the words of the library speak to verifiers. */
const advice: Readonly<Record<string, string>> = {
  path_unmatched: 'No claim stands there; "hashikake inspect" shows those of a credential, a draft has its own',
  claim_reserved: 'This is no claim of its own: a member of the draft or an option of the command says it',
  holder_key_differs: 'The credential is bound to another key: give the one whose public half the issuer was given',
  confirmation_missing: 'The credential is bound to nobody, so that it can only be shown with --bearer',
  key_binding_unexpected: 'This has been presented already: give the credential as it was issued',
  format_unknown: 'This is no SD-JWT, which has a "~" after its signature, and no mdoc, which is CBOR',
  device_response_unexpected: 'This has been presented already: give the mdoc as it was issued',
  random_repeated: 'The source of random numbers repeats itself: nothing was issued',
}

/** Says what went wrong, on one line. @returns the exit code */
export function reportFault(fault: unknown, { errors, environment }: Terminal): number {
  // Commander has written its own by now.
  if (fault instanceof CommanderError) return fault.exitCode === 0 ? exitCodes.done : exitCodes.wrongUse
  const isExpected = fault instanceof CommandFault
  const sentence = isExpected
    ? fault.message
    : 'This is a mistake in hashikake itself, not yours; please report it with what HASHIKAKE_DEBUG=1 shows'
  errors.write(`hashikake: ${harmless(sentence)}\n`)
  if (environment.HASHIKAKE_DEBUG === '1') errors.write(`${inspect(fault)}\n`)
  return isExpected ? fault.exitCode : exitCodes.internal
}
