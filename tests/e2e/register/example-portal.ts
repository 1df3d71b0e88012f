import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../support/free-port.ts'
import { test as base } from './wizard.ts'

interface Portal {
  /** Its home page. */
  readonly url: string
  /** What the server is told of it. */
  readonly clients: string
  /** Where it expects the server. */
  readonly serverPort: number
}

const script = fileURLToPath(new URL('../../../scripts/portal.ts', import.meta.url))

/** A test with the portal of the guide, as a program of its own, and a server that knows it. */
export const test = base.extend<{ portal: Portal }>({
  portal: async ({ browserName: _ }, use) => {
    const directory = await mkdtemp(join(tmpdir(), 'nelfund-portal-'))
    const clients = join(directory, 'portals.json')
    const [port, serverPort] = [await freePort(), await freePort()]
    const flags = ['--connect', `http://localhost:${serverPort}`, '--port', String(port), '--clients', clients]
    const child = spawn(process.execPath, [script, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      await new Promise<void>((resolve, reject) => {
        child.once('exit', (code) => reject(new Error(`The portal exited with ${code}`)))
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          if (text.includes('Example portal: http')) resolve()
        })
      })
      await use({ url: `http://localhost:${port}`, clients, serverPort })
    } finally {
      child.removeAllListeners('exit').kill()
      await rm(directory, { recursive: true, force: true })
    }
  },
  variables: async ({ portal }, use) => use({ OIDC_CLIENTS: portal.clients, PORT: String(portal.serverPort) }),
})
