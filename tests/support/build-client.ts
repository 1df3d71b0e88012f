import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { childVariables, startServerProcess } from './server-process.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const vite = join(root, 'node_modules/vite/bin/vite.js')
const built = join(root, 'dist/client/.vite/manifest.json')
/** Says of what the pages that lie in `dist/` were built last. */
const stamp = join(root, 'node_modules/.cache/nelfund-connect-built')
const folders = ['client', 'shared', 'server']
const files = ['vite.config.ts', 'package-lock.json']

/**
 * Global setup of the tests that need the built pages: builds the client, as `npm start` does, and starts and stops a server
 * once, which leaves its compiled code for all that come after it. Both only where something has changed since.
 */
export default async function buildClient(): Promise<void> {
  const sources = hashSources()
  if (existsSync(built) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  rmSync(stamp, { force: true })
  // a process of its own: with the test runner's NODE_ENV the pages would have React's development build in them
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root, env: childVariables })
  await using server = await startServerProcess()
  await server.kill('SIGTERM') // a killed process leaves nothing
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, sources)
}

function hashSources(): string {
  const hash = createHash('sha256')
  const inFolders = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  for (const path of [...inFolders.sort(), ...files.map((file) => join(root, file))]) {
    const content = readFileSync(path)
    hash.update(`${path.slice(root.length)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}
