import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { databases, freshDirectory } from '../../support/databases.ts'
import { childVariables } from '../../support/server-process.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const cli = join(root, 'node_modules/@mikro-orm/cli/cli.js')

/** What `npx mikro-orm` answers to `args`, started in the project's root. */
async function run(databaseUrl: string, ...args: readonly string[]): Promise<string> {
  const env = { ...childVariables, DATABASE_URL: databaseUrl, NO_COLOR: '1' }
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args], { cwd: root, env })
  return stdout
}

describe.each(databases)('MikroORM’s own command line, on $name', ({ empty }) => {
  test('lists, applies, takes back and writes migrations, and finds the schema as the entities have it', async () => {
    const url = await empty()
    const names = (await readdir(join(root, 'server/db/migrations/sqlite'))).sort()
    const last = names.at(-1)?.replace('.ts', '') ?? ''
    expect(await run(url, 'migration:up')).toContain('Successfully migrated up')
    expect(await run(url, 'schema:update', '--dump')).toContain('up-to-date')
    expect(await run(url, 'migration:down')).toContain('Successfully migrated down')
    expect(await run(url, 'migration:pending')).toContain(last)
    expect(await run(url, 'debug')).toContain('database connection successful')

    const directory = await freshDirectory()
    await run(url, 'migration:create', '--blank', '--path', directory, '--name', 'try-it')
    const [file = ''] = await readdir(directory)
    expect(file).toBe(`${String(Number(last.slice(0, 4)) + 1).padStart(4, '0')}-try-it.ts`)
    expect(await readFile(join(directory, file), 'utf8')).toMatch(/export class \w+ extends Migration/)
  })
})
