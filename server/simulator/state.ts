import { mkdirSync, readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Logger } from 'pino'
import { z } from 'zod'
import { App, Connection, PendingWebhook, Registered } from './records.ts'

const connectionsAtMost = 3000

const Saved = z.object({
  connections: z.array(Connection),
  apps: z.array(App).default([]),
  /** What was registered as the organization's webhook, where the simulator was started for no receiver. */
  registered: Registered.nullable().default(null),
  outbox: z.array(PendingWebhook),
})

/** All that the simulator knows. The verbs change the records in place, then `save`. */
export type SimulatorState = ReturnType<typeof openState>

/** Reads `stateFile` where there is one; one that cannot be read is logged and started empty. Without a path: memory only. */
export function openState(stateFile: string | undefined, log: Logger) {
  const saved = stateFile ? readSaved(stateFile, log) : emptyState()
  const { connections, apps, outbox: undelivered } = saved
  let { registered } = saved
  const outbox = new Map(undelivered.map((webhook) => [outboxKey(webhook), webhook]))

  const toText = () => JSON.stringify({ connections, apps, registered, outbox: [...outbox.values()] })

  async function write() {
    if (!stateFile) return
    const temporary = `${stateFile}.${process.pid}.tmp`
    try {
      await writeFile(temporary, toText(), { mode: 0o600 })
      await rename(temporary, stateFile)
    } catch (error) {
      log.warn({ err: error }, 'simulator state could not be saved')
    }
  }

  return {
    /** Oldest first; the oldest is forgotten where there are too many. */
    connections,
    /** Apps that were registered here; the one that the simulator has from the start is not among them. */
    apps,
    registered: () => registered,
    register(webhook: Registered) {
      registered = webhook
    },
    /** By app and webhook, in the order in which they came to be. */
    outbox,
    add(connection: Connection) {
      connections.push(connection)
      if (connections.length > connectionsAtMost) connections.shift()
    },
    /** Resolves when all that was changed until now is in the file; many calls share one write. Never rejects. */
    save: createCoalesced(write),
  }
}

export function outboxKey({ appId, webhookId }: Pick<PendingWebhook, 'appId' | 'webhookId'>): string {
  return `${appId} ${webhookId}`
}

/** Calls `write` one at a time; whoever calls while one is running shares the next, which sees their changes. */
function createCoalesced(write: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve()
  let next: Promise<void> | null = null
  return () => {
    next ??= last.then(() => {
      next = null
      return write()
    })
    last = next
    return next
  }
}

function readSaved(stateFile: string, log: Logger): z.infer<typeof Saved> {
  try {
    mkdirSync(dirname(stateFile), { recursive: true })
    return Saved.parse(JSON.parse(readFileSync(stateFile, 'utf8')))
  } catch (error) {
    const isNew = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isNew) log.warn({ stateFile }, 'simulator state could not be read, starting empty')
    return emptyState()
  }
}

function emptyState(): z.infer<typeof Saved> {
  return { connections: [], apps: [], registered: null, outbox: [] }
}
