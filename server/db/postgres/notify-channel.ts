import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import type { Logger } from 'pino'
import type { Channel } from '../channel.ts'
import { createOneAtATime } from '../one-at-a-time.ts'
import { setUpConnection } from './connection-settings.ts'
import { connectionConfig } from './postgres-pool.ts'
import type { PostgresSettings } from './postgres-settings.ts'

type OneAtATime = ReturnType<typeof createOneAtATime>

export interface PostgresChannel extends Channel {
  close(): Promise<void>
}

const channelName = 'nelfund_hints'
const firstPauseMs = 100
const longestPauseMs = 3_000

/**
 * One connection of this process's own that listens and sends, opened again for as long as it takes. Each `NOTIFY` is a
 * statement and a transaction of its own: inside a webhook's it would make every commit of the server wait for every
 * other. It does not wait for the disk either, and there is one at a time, with all that has gathered meanwhile.
 */
export function createPostgresChannel(url: string, settings: PostgresSettings, log: Logger): PostgresChannel {
  const config = connectionConfig(url, settings)
  const closing = new AbortController()
  let onText: (text: string) => void = () => undefined
  let onGap: () => void = () => undefined
  let connected: Client | undefined
  let unsent: string[] = []
  let sending = false
  let flushNow: () => Promise<void> = async () => undefined

  const flush = async (client: Client, oneAtATime: OneAtATime) => {
    if (sending) return
    sending = true
    while (unsent.length > 0 && connected === client) {
      const texts = unsent
      unsent = []
      const sent = () =>
        client.query('select pg_notify($1, "text") from unnest($2::text[]) as "text"', [channelName, texts])
      await oneAtATime(sent).catch(() => client.end())
    }
    sending = false
  }

  const connect = async () => {
    const client = new Client(config)
    const oneAtATime = createOneAtATime()
    const gone = new Promise<void>((resolve) => client.once('end', resolve))
    client.on('error', (error) => log.debug({ err: error }, 'listening connection lost'))
    client.on('notification', ({ processId, payload }) => {
      if (payload !== undefined && processId !== ownProcessId(client)) onText(payload)
    })
    await client.connect()
    const ask = () => oneAtATime(() => client.query('select 1')).catch(() => client.end())
    const asking = setInterval(ask, settings.statementTimeoutMs) // it can be dead without anybody saying so
    try {
      await setUpConnection(client, settings, { synchronous_commit: 'off' })
      await client.query(`listen ${channelName}`)
      if (closing.signal.aborted) return
      connected = client
      flushNow = () => flush(client, oneAtATime)
      onGap()
      await gone
    } finally {
      clearInterval(asking)
      connected = undefined
      unsent = []
      await client.end()
    }
  }

  const stayConnected = async () => {
    let pauseMs = firstPauseMs
    while (!closing.signal.aborted) {
      const startedAt = Date.now()
      await connect().catch((error) => log.warn({ err: error }, 'cannot listen for hints'))
      if (Date.now() - startedAt > longestPauseMs) pauseMs = firstPauseMs
      if (!closing.signal.aborted)
        await delay(pauseMs * (0.5 + Math.random()), undefined, closing).catch(() => undefined)
      pauseMs = Math.min(2 * pauseMs, longestPauseMs)
    }
  }
  const stopped = stayConnected()

  return {
    send(texts) {
      if (!connected) return // everybody looks again when this is over
      unsent.push(...texts)
      void flushNow()
    },
    receive(text, gap) {
      onText = text
      onGap = gap
      if (connected) onGap()
    },
    async close() {
      closing.abort()
      if (!connected) return // nothing is open, or about to give up by itself
      await connected.end()
      await stopped
    },
  }
}

/** PostgreSQL's number of this connection, which marks what it has sent itself. */
function ownProcessId(client: Client): number | null {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : null
}
