import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../../support/free-port.ts'
import { medianOf } from '../figures.ts'
import { webhookOf, webhookSecret } from '../load-shape.ts'
import { inDirectory, migrateProduct, spawnProduct, startPlatform } from '../product.ts'
import type { BenchRow } from './bench-row.ts'

const path = '/api/webhooks/confirmd'
const startsWithinMs = 60_000

export const start: BenchRow = {
  name: 'start',
  what: 'from the start of the process to the first webhook that it has answered 200',
  part: 'sqlite',
  async measure({ root, sizes }) {
    const platform = await startPlatform()
    try {
      const migrated = await inDirectory(async (directory) => {
        await migrateProduct({ root, directory })
        const tookMs: number[] = []
        for (let round = 0; round < sizes.starts; round++)
          tookMs.push(await measureStart({ root, directory, platform: platform.settings }, round))
        return tookMs
      })
      const fresh: number[] = []
      for (let round = 0; round < Math.ceil(sizes.starts / 2); round++)
        fresh.push(
          await inDirectory((directory) => measureStart({ root, directory, platform: platform.settings }, round)),
        )
      return {
        figures: [
          { name: 'on its database', unit: 'ms', figure: medianOf(migrated), better: 'less', target: 700 },
          { name: 'in an empty directory', unit: 'ms', figure: medianOf(fresh), better: 'less' },
        ],
      }
    } finally {
      platform.stop()
    }
  },
}

/** Starts the server and sends it a webhook without a pause until it answers; in milliseconds. */
export async function measureStart(options: Parameters<typeof spawnProduct>[0], round: number): Promise<number> {
  const port = await freePort()
  const body = webhookOf(1_000_000_000 + round, 'connections.request')
  const startedMs = performance.now()
  const child = spawnProduct(options, port)
  child.stdout?.resume()
  child.stderr?.resume()
  try {
    while ((await post(port, body)) !== 200) {
      if (performance.now() - startedMs > startsWithinMs || child.exitCode !== null) throw new Error('It did not start')
      await delay(1)
    }
    return performance.now() - startedMs
  } finally {
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
}

/** Its status; 0 while nobody listens. */
function post(port: number, body: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'Content-Type': 'application/json', 'X-API-Key': webhookSecret }
    request({ host: '127.0.0.1', port, path, method: 'POST', agent: false, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
      .once('error', () => resolve(0))
      .end(body)
  })
}
