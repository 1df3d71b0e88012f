import { memoryUsage } from 'node:process'

/** Loaded before a server that is measured: answers each message with what its heap holds once it has been collected. */
process.on('message', () => {
  globalThis.gc?.()
  const { heapUsed, external, rss } = memoryUsage()
  process.send?.({ heapUsed, external, rss })
})
