import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { guideWebhook } from '../../support/webhooks.ts'
import { inLanes } from '../ask.ts'
import type { Attack } from '../report.ts'
import { startShipped, webhook } from '../target.ts'

const main = fileURLToPath(new URL('../../../server/main.ts', import.meta.url))

export const backup: Attack = {
  point: '15',
  async run(check) {
    await check('a backup onto a full disk, then another', ontoFullDisk)
  },
}

async function ontoFullDisk() {
  if (process.getuid?.() !== 0) return 'only root can make a small file system'
  await using server = await startShipped()
  const event = () => ({ ...guideWebhook('connections.request', { connectionId: 'c' }), padding: 'x'.repeat(100_000) })
  await inLanes(Array(20).fill(0), 4, () => webhook(server, event()))
  const disk = `${server.directory}/disk`
  mkdirSync(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk])
  try {
    const run = (file: string) => {
      const env = { PATH: process.env.PATH, WEBHOOK_SECRET: server.webhookSecret }
      return spawnSync(process.execPath, [main, '--backup', file], { cwd: server.directory, env, encoding: 'utf8' })
    }
    const failed = run(`${disk}/copy.db`)
    const left = readdirSync(disk)
    execFileSync('mount', ['-o', 'remount,size=64m', disk])
    const again = run(`${disk}/copy.db`)
    return {
      held: failed.status !== 0 && left.length === 0 && again.status === 0 && existsSync(`${disk}/copy.db`),
      seen: `exit ${failed.status}, left behind: ${left.join(' ') || 'nothing'}; with room again: exit ${again.status}`,
    }
  } finally {
    execFileSync('umount', ['--lazy', disk])
  }
}
