import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshDirectory, freshSqlite } from '../support/databases.ts'
import { startServerProcess } from '../support/server-process.ts'

/** Run before the server: writes the URL of every module that is loaded into the file `LOADED_MODULES`. */
const recorder = `
import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
registerHooks({
  load(url, context, nextLoad) {
    appendFileSync(process.env.LOADED_MODULES, url + '\\n')
    return nextLoad(url, context)
  },
})`

const production = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  CLIENT_ID: 'client-1',
  CLIENT_SECRET: 'the-client-secret',
  ORGANIZATION_ID: 'org-1',
  CREDENTIAL_DEFINITION_ID: 'registration-def',
  PROOF_CREDENTIAL_DEFINITION_ID: 'card-def',
  CONFIRMD_AUTH_URL: 'http://127.0.0.1:9/token',
}

/** What a server has loaded by the time it listens and has answered. */
async function loadedBy(variables: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const file = join(await freshDirectory(), 'loaded-modules')
  await using server = await startServerProcess({
    ...variables,
    LOADED_MODULES: file,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(recorder)}`,
  })
  for (const path of ['/register/intro', '/admin', '/api/webhooks/confirmd']) await fetch(`${server.url}${path}`)
  const loaded = (await readFile(file, 'utf8')).split('\n')
  expect(loaded.some((url) => url.endsWith('/server/wire.ts'))).toBe(true)
  return loaded
}

test('in production neither the simulator nor a tool is loaded', async () => {
  const loaded = await loadedBy(production)
  const unwanted =
    /\/server\/(simulator|cli)\/|\/node_modules\/(vite|rolldown|commander|pino-pretty|@inquirer|@mikro-orm\/cli)\//
  expect(loaded.filter((url) => unwanted.test(url))).toEqual([])
})

test('a server whose database is as it should be loads neither the ORM nor what another database needs', async () => {
  const loaded = await loadedBy({ DATABASE_URL: await freshSqlite() })
  const unwanted = /\/node_modules\/(@mikro-orm|pg|pg-pool)\//
  expect(loaded.filter((url) => unwanted.test(url))).toEqual([])
})

test('in simulator mode the simulator is loaded', async () => {
  const loaded = await loadedBy({})
  expect(loaded.some((url) => url.endsWith('/server/simulator/simulator.ts'))).toBe(true)
})

test('settings of the simulator that make no sense stop a start in simulator mode by name', async () => {
  const started = startServerProcess({ SIMULATOR_CHAOS: 'drop=2', LOG_LEVEL: 'warn' })
  await expect(started).rejects.toThrow(/exited with 1:\nSIMULATOR_CHAOS: drop: (?!.*drop=2)[^\n]+\n$/)
})
