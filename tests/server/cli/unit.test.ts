import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv, promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { freshDirectory } from '../../support/databases.ts'
import { freePort } from '../../support/free-port.ts'
import { readErrorLines } from '../../support/log-line.ts'
import { adminToken, webhookSecret } from '../../support/secrets.ts'
import { childVariables } from '../../support/server-process.ts'
import { platformVariables } from '../confirmd/platform-and-server.ts'
import { startPlatform } from './start-platform.ts'

const project = fileURLToPath(new URL('../../..', import.meta.url))
const application = '/opt/nelfund-connect'
const installed = ['package.json', 'node_modules', 'server', 'shared', 'dist']

/** A machine's directories as the unit's comment says, below a directory of the test's own. */
async function layOut(settings: Readonly<Record<string, string>>) {
  const root = await freshDirectory()
  const at = (path: string) => join(root, path)
  const unit = await readFile(join(project, 'deploy/nelfund-connect.service'), 'utf8')
  /** Of the last line with this name. */
  const settingOf = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? ''
  await Promise.all(
    [application, '/etc', '/var/lib/nelfund-connect'].map((path) => mkdir(at(path), { recursive: true })),
  )
  for (const name of installed) await symlink(join(project, name), join(at(application), name))
  const lines = Object.entries(settings).map(([name, value]) => `${name}="${value}"`)
  await writeFile(at('/etc/nelfund-connect.env'), `# Settings\n${lines.join('\n')}\n`, { mode: 0o640 })
  for (const [, to = '', from = ''] of unit.matchAll(/^# {3}ln -s (\S+) (\S+)$/gm)) await symlink(at(to), at(from))
  return { at, settingOf }
}

test('the unit’s server and npm’s commands have the same settings and the same database', async () => {
  const { simulated } = await startPlatform()
  const port = String(await freePort())
  const account = platformVariables(simulated)
  const { at, settingOf } = await layOut({
    ...account,
    NODE_ENV: 'production',
    PORT: port,
    PUBLIC_URL: `http://localhost:${port}`,
    WEBHOOK_SECRET: webhookSecret,
    ADMIN_TOKEN: adminToken,
  })
  const cwd = at(settingOf('WorkingDirectory'))
  const here = await readdir(cwd)
  const npmRun = async (...args: readonly string[]) => {
    const { stdout, stderr } = await promisify(execFile)('npm', ['run', '-s', ...args], {
      cwd: at(application),
      env: { ...childVariables },
    })
    return stdout + stderr
  }

  const [name = '', value = ''] = settingOf('Environment').split('=')
  const settings = parseEnv(await readFile(at(settingOf('EnvironmentFile')), 'utf8'))
  const [command = '', ...args] = settingOf('ExecStart').replaceAll(application, at(application)).split(' ')
  const server = spawn(command, args, { cwd, env: { ...childVariables, [name]: value, ...settings } })
  onTestFinished(() => void server.kill('SIGKILL'))
  let output = ''
  for (const stream of [server.stdout, server.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const url = `http://localhost:${port}`
  await expect
    .poll(() =>
      fetch(`${url}/readyz`).then(
        ({ status }) => status,
        () => output,
      ),
    )
    .toBe(200)
  expect((await fetch(`${url}/api/connections/session`, { method: 'POST' })).status).toBe(201)

  await expect(npmRun('migrate')).rejects.toThrow('Another process is using the database')
  const copy = at('/copy.db')
  expect(await npmRun('backup', '--', copy)).toBe(`${copy}: 0 webhooks, 1 sessions\n`)
  expect(await npmRun('purge', '--', '--dry-run')).toContain('older than 90 days, would be purged')
  const platform = `Platform: ${new URL(simulated.url).host}; organization ${account.ORGANIZATION_ID}\n`
  expect(await npmRun('confirmd', '--', 'token')).toContain(platform)

  const gone = once(server, 'exit')
  server.kill('SIGTERM')
  expect(await gone).toEqual([0, null])
  expect(readErrorLines(output)).toEqual([])
  expect(await npmRun('migrate')).toBe('The database is up to date.\n')
  expect(await npmRun('purge')).toContain('purged')
  expect(await readdir(cwd)).toEqual(here)
  expect(await readdir(at('/var/lib/nelfund-connect'))).toContain('nelfund-connect.db')
})
