import { CommanderError } from 'commander'
import { EnvError } from '../env.ts'
import { AppError } from '../errors.ts'
import { createProgram, type ProgramDeps } from './program.ts'

const interrupted = 130

/** `npm run confirmd -- ARGUMENTS`. Says what went wrong, and answers the exit code. */
export async function runConfirmd(args: readonly string[], deps: ProgramDeps): Promise<number> {
  try {
    await createProgram(deps).parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode // it has said what it had to say
    if (error instanceof Error && error.name === 'ExitPromptError') return interrupted
    for (const line of linesOf(error)) deps.terminal.note(line)
    return 1
  }
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
