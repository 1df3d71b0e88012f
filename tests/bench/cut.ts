import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { webhookSecret } from './load-shape.ts'
import { ask, Memory, start, withServer } from './measure.ts'

/**
 * `npm run cut -- [--watchers 10000] [--rounds 3]`: that many watchers, cut all at once by killing the process that holds
 * them, again and again. Exit code 1 where a stream stays open or memory does not come back. Both processes need more open
 * files than there are watchers (`ulimit -n`).
 */
const { values } = parseArgs({
  options: { watchers: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '3' } },
})
const { watchers } = values
const backWithinMib = 10
const goneWithinMs = 10_000

await withServer(['webhooks', watchers, '0'], async (port, server, directory) => {
  const heapMib = async () => {
    const { heapUsed, external } = Memory.parse(await ask(server, 'memory'))
    return (heapUsed + external) / 1024 / 1024
  }
  await openAndCut(1) // what the first ones leave behind is code, not watchers
  const beforeMib = await heapMib()
  process.stdout.write(`before: ${beforeMib.toFixed(1)} MiB\n`)
  for (let round = 1; round <= Number(values.rounds); round++) {
    const { heldMib, goneMs, left } = await openAndCut(Number(watchers))
    const afterMib = await heapMib()
    process.stdout.write(
      `${watchers} watchers: ${heldMib.toFixed(1)} MiB; cut: ${left} streams ${Math.round(goneMs)} ms later, ${afterMib.toFixed(1)} MiB\n`,
    )
    if (left > 0 || afterMib > beforeMib + backWithinMib) process.exitCode = 1
  }

  async function openAndCut(count: number) {
    const load = start('watch-load.ts', [port, String(count), '0', '0'], directory)
    await once(load, 'message')
    await ask(load, 'open')
    const heldMib = await heapMib()
    const cutAt = performance.now()
    load.kill('SIGKILL')
    let left = count
    while (left > 0 && performance.now() - cutAt < goneWithinMs) {
      await delay(20)
      left = await openStreams(port)
    }
    return { heldMib, goneMs: performance.now() - cutAt, left }
  }
})

async function openStreams(port: string): Promise<number> {
  const headers = { Authorization: `Bearer ${webhookSecret}` }
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text()
  return Number(/^nelfund_open_streams (\d+)$/m.exec(text)?.[1] ?? Number.NaN)
}
