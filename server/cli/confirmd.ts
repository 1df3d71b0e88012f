import { existsSync } from 'node:fs'
import { EnvError } from '../env.ts'
import { AppError } from '../errors.ts'
import { createProgram } from './program.ts'
import { createTerminal } from './terminal.ts'

process.umask(0o077) // what the simulator's account needs is its owner's alone
if (existsSync('.env')) process.loadEnvFile('.env')

try {
  await createProgram(process.env, createTerminal(process)).parseAsync()
} catch (error) {
  if (error instanceof Error && error.name === 'ExitPromptError') process.exit(130)
  for (const line of linesOf(error)) process.stderr.write(`${line}\n`)
  process.exitCode = 1
}

function linesOf(error: unknown): readonly string[] {
  if (error instanceof EnvError) return error.problems
  if (!(error instanceof AppError)) return [error instanceof Error ? (error.stack ?? error.message) : String(error)]
  const reason = reasonOf(error.cause)
  return [error.message, ...(reason && !error.message.includes(reason) ? [`  ${reason}`] : [])]
}

/** What lies at the bottom of an error: the network's own words rather than "fetch failed". */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return ''
  return (cause.cause instanceof Error ? reasonOf(cause.cause) : '') || cause.message
}
