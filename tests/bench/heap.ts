import { z } from 'zod'
import { ask } from './child.ts'
import type { Product } from './product.ts'
import { ownRoot } from './product.ts'
import { onProduct } from './rows/throughput.ts'

const Memory = z.object({ heapUsed: z.number(), external: z.number() })
const mib = 1024 * 1024

/** This checkout's server with `memory-probe.ts` in it, on a database with so many sessions that wait. */
export function onProbed(sessions: number, use: (server: Product) => Promise<void>): Promise<void> {
  return onProduct({ root: ownRoot, probed: true }, sessions, use)
}

/** What a server that is probed holds once its heap was collected, in MiB. */
export async function heapOf(server: Product): Promise<number> {
  const { heapUsed, external } = Memory.parse(await ask(server.process, 'memory'))
  return (heapUsed + external) / mib
}
