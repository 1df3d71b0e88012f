import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { programs, worldNames } from './programs.ts'

/**
 * `npm run test:world`: the server among real programs that `npm ci` does not bring. Says which of them this machine has
 * and runs with those; fails where one is missing that `WORLD=nginx,pgbouncer,chromium` says must be there.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const told = (process.env.WORLD ?? '')
  .split(',')
  .map((name) => name.trim())
  .filter((name) => name !== '')
const unknown = told.filter((name) => !worldNames.some((known) => known === name))
for (const name of worldNames) {
  const found = programs[name]
  process.stdout.write(`${name.padEnd(10)} ${found ? `${found.version} (${found.path})` : 'not found: left out'}\n`)
}
const missing = worldNames.filter((name) => told.includes(name) && programs[name] === null)
if (unknown.length > 0) fail(`WORLD: no such thing as ${unknown.join(', ')}; there are ${worldNames.join(', ')}`)
if (missing.length > 0) fail(`WORLD says there must be ${missing.join(', ')}: .ci/world installs it`)

run('vitest', 'run', '--project', 'world')
if (programs.chromium) run('playwright', 'test', '--config', 'tests/world/playwright.config.ts')

/** As a step of an npm script: what is in `node_modules/.bin` is found. */
function run(command: string, ...args: readonly string[]): void {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
