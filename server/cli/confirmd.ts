import { existsSync } from 'node:fs'
import { runConfirmd } from './run-confirmd.ts'
import { createTerminal } from './terminal.ts'

process.umask(0o077) // what the simulator's account needs is its owner's alone
if (existsSync('.env')) process.loadEnvFile('.env')

process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0) // whoever reads has had enough, as `head` does
  throw error
})

process.exitCode = await runConfirmd(process.argv.slice(2), {
  variables: process.env,
  terminal: createTerminal(process),
  dataDirectory: 'data',
})
