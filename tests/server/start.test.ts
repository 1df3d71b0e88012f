import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { freshDirectory, freshSqlite } from '../support/databases.ts'
import { freePort } from '../support/free-port.ts'
import { adminToken, webhookSecret } from '../support/secrets.ts'
import { childVariables } from '../support/server-process.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('a start on a database of its own version loads nothing that only some servers or commands need, and few files', async () => {
  const child = fork(`${root}server/main.ts`, {
    cwd: await freshDirectory(),
    execArgv: ['--import', `${root}tests/support/tell-loaded.ts`],
    env: {
      ...childVariables,
      PORT: String(await freePort()),
      DATABASE_URL: await freshSqlite(),
      WEBHOOK_SECRET: webhookSecret,
      ADMIN_TOKEN: adminToken,
      ORGANIZATION_ID: 'organization',
      CLIENT_ID: 'client',
      CLIENT_SECRET: 'secret',
      CREDENTIAL_DEFINITION_ID: 'definition',
      PROOF_CREDENTIAL_DEFINITION_ID: 'definition',
      CONFIRMD_AUTH_URL: 'http://127.0.0.1:1/token',
      CONFIRMD_API_URL: 'http://127.0.0.1:1',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  onTestFinished(async () => {
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  })
  let output = ''
  for await (const text of child.stdout ?? []) {
    output += text
    if (output.includes('NELFUND Connect is running')) break
  }
  child.send('what is loaded?')
  const loaded = z.array(z.string()).parse((await once(child, 'message'))[0])
  expect(loaded).toContain(pathToFileURL(`${root}dist/packages/kysely.js`).href)
  const rooms = /\/server\/(simulator\/|oidc\/|cli\/|db\/postgres\/open-|db\/(migrate|migrations\/))/
  const packages = /\/node_modules\/(@mikro-orm|pg|vite|pino-pretty|oidc-provider|commander|@inquirer)\//
  const unpacked = /\/node_modules\/(hono|kysely|zod|@hono|@trpc)\//
  expect(loaded.filter((url) => [rooms, packages, unpacked].some((pattern) => pattern.test(url)))).toEqual([])
})
