import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { freshDirectory } from '../../support/databases.ts'
import { freePort } from '../../support/free-port.ts'
import { programs } from '../programs.ts'

/** It refuses to run as root, so root hands it to the one other user that every system has. */
const nobody = 65_534
const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}

/**
 * PgBouncer before the PostgreSQL at `postgresUrl`, until the test ends, as Debian installs it but for `more` settings;
 * answers `postgresql://…` without a database.
 */
export async function startPgBouncer(postgresUrl: string, more: Readonly<Record<string, string>> = {}) {
  if (!programs.pgbouncer) throw new Error('there is no PgBouncer')
  const { hostname, port } = new URL(postgresUrl)
  const directory = await freshDirectory()
  const listenPort = await freePort()
  const userList = join(directory, 'userlist.txt')
  writeFileSync(userList, '"postgres" "secret-word"\n')
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: String(listenPort),
    unix_socket_dir: '',
    auth_type: 'md5',
    auth_file: userList,
    ...more,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  const databases = `[databases]\n* = host=${hostname} port=${port} user=postgres`
  const configuration = join(directory, 'pgbouncer.ini')
  writeFileSync(configuration, `${databases}\n[pgbouncer]\n${lines.join('\n')}\n`)
  if (identity.uid !== undefined) for (const path of [directory, userList, configuration]) own(path)
  const child = spawn(programs.pgbouncer.path, [configuration], { ...identity, stdio: ['ignore', 'ignore', 'pipe'] })
  const gone = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGINT')
    await gone
  })
  let log = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text
      if (log.includes('process up')) resolve()
    })
    child.once('exit', () => reject(new Error(`PgBouncer did not start:\n${log}`)))
  })
  return { url: `postgresql://postgres:secret-word@127.0.0.1:${listenPort}`, log: () => log }
}

function own(path: string): void {
  chownSync(path, nobody, nobody)
}
