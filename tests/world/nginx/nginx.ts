import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { freshDirectory } from '../../support/databases.ts'
import { freePort } from '../../support/free-port.ts'
import { programs } from '../programs.ts'

/** In the file as it is shipped. */
export const serverName: string = 'connect.example.ng'
const shipped = fileURLToPath(new URL('../../../deploy/nginx.conf', import.meta.url))
const listeningWithinMs = 15_000

export interface NginxFiles {
  readonly directory: string
  readonly configuration: string
  readonly httpPort: number
  readonly httpsPort: number
  /** The certificate's file, which vouches for itself. */
  readonly certificate: string
}

export interface NginxOptions {
  /** What an operator puts for the name in the file: `localhost` is one that this machine can look up. */
  readonly name?: string
  /** Until what an old process still has open is ended after a reload, as nginx writes it. */
  readonly shutdownTimeout?: string
}

/**
 * The configuration in `deploy/`, as it is but for what a test must not touch: its ports, the places of its files, and the
 * user that only root can become.
 */
export async function layOutNginx(
  serverPort: number,
  { name = serverName, shutdownTimeout = '1m' }: NginxOptions = {},
): Promise<NginxFiles> {
  const directory = await freshDirectory()
  const [httpPort, httpsPort] = [await freePort(), await freePort()]
  const certificates = join(directory, 'live', name)
  mkdirSync(certificates, { recursive: true })
  const certificate = join(certificates, 'fullchain.pem')
  execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`],
    ...['-keyout', join(certificates, 'privkey.pem'), '-out', certificate],
  ])
  const text = readFileSync(shipped, 'utf8')
    .replaceAll(serverName, name)
    .replace('worker_shutdown_timeout 1m', `worker_shutdown_timeout ${shutdownTimeout}`)
    .replaceAll('/etc/letsencrypt/live', join(directory, 'live'))
    .replaceAll('/var/log/nginx', directory)
    .replaceAll('/run/nginx.pid', join(directory, 'nginx.pid'))
    .replace('user www-data;', process.getuid?.() === 0 ? 'user root;' : '')
    .replaceAll(/listen (\[::\]:)?80;/g, `listen $1${httpPort};`)
    .replaceAll(/listen (\[::\]:)?443 /g, `listen $1${httpsPort} `)
    .replace('127.0.0.1:3300', `127.0.0.1:${serverPort}`)
  const configuration = join(directory, 'nginx.conf')
  writeFileSync(configuration, text)
  return { directory, configuration, httpPort, httpsPort, certificate }
}

/** What `nginx -t` says of it. */
export function checkNginx({ directory, configuration }: NginxFiles): { readonly ok: boolean; readonly said: string } {
  const { status, stderr } = spawnSync(nginxPath(), ['-t', '-p', directory, '-c', configuration], { encoding: 'utf8' })
  return { ok: status === 0, said: stderr }
}

/** Nginx before the server on that port, until the test ends; its certificate is believed by everything in this process. */
export async function startNginx(serverPort: number, options: NginxOptions = {}) {
  const files = await layOutNginx(serverPort, options)
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(files.certificate)])
  const args = ['-p', files.directory, '-c', files.configuration]
  const nginx = spawn(nginxPath(), [...args, '-g', 'daemon off;'], { stdio: 'ignore' })
  const gone = once(nginx, 'exit')
  onTestFinished(async () => {
    nginx.kill('SIGTERM')
    await gone
  })
  await untilListening(files.httpsPort)
  return {
    ...files,
    url: `https://${options.name ?? '127.0.0.1'}:${files.httpsPort}`,
    /** As `systemctl reload nginx` does. */
    reload: () => nginx.kill('SIGHUP'),
  }
}

async function untilListening(port: number): Promise<void> {
  const untilMs = performance.now() + listeningWithinMs
  while (performance.now() < untilMs) {
    const socket = connect(port, '127.0.0.1')
    const listens = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (listens) return
    await delay(50)
  }
  throw new Error('nginx does not listen')
}

function nginxPath(): string {
  if (programs.nginx) return programs.nginx.path
  throw new Error('there is no nginx')
}
