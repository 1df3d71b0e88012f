import { existsSync } from 'node:fs'
import { EnvError } from '../env.ts'
import { createSimulatorProgram } from './simulator-program.ts'

process.umask(0o077) // the state holds secrets
if (existsSync('.env')) process.loadEnvFile('.env')

try {
  if (process.env.NODE_ENV === 'production') throw new EnvError(['NODE_ENV: the simulator is off in production'])
  await createSimulatorProgram(process.env, (text) => process.stdout.write(`${text}\n`), stopOnSignal).parseAsync()
} catch (error) {
  const lines = error instanceof EnvError ? error.problems : [error instanceof Error ? error.message : String(error)]
  for (const line of lines) process.stderr.write(`${line}\n`)
  process.exit(1)
}

function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void stop().then(() => process.exit(0)))
}
