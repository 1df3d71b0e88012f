import { build } from 'vite'
import { startServerProcess } from './server-process.ts'

/**
 * Playwright's global setup: builds the client once, as `npm start` does, and starts and stops a server once, which
 * leaves its compiled code for all that come after it.
 */
export default async function buildClient(): Promise<void> {
  await build({ logLevel: 'warn' })
  await using server = await startServerProcess()
  await server.kill('SIGTERM') // a killed process leaves nothing
}
