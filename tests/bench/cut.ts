import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ask, startChild } from './child.ts'
import { heapOf, onProbed } from './heap.ts'

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

await onProbed(Number(watchers), async (server) => {
  const heapMib = () => heapOf(server)
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
    const load = startChild('watch-load.ts')
    await ask(load, { task: 'open', port: server.port, sendTo: server.port, count })
    const heldMib = await heapMib()
    const cutAt = performance.now()
    load.kill('SIGKILL')
    let left = count
    while (left > 0 && performance.now() - cutAt < goneWithinMs) {
      await delay(20)
      left = await server.metric('nelfund_open_streams')
    }
    return { heldMib, goneMs: performance.now() - cutAt, left }
  }
})
