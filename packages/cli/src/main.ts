#!/usr/bin/env node
import { run } from './program.ts'
import { processTerminal } from './terminal.ts'

// The exit code is set, never forced: what is still to be written gets out first.
process.exitCode = await run(process.argv.slice(2), processTerminal())
