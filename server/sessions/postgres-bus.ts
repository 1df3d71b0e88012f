import type { Logger } from 'pino'
import { type Channel, maxTextBytes } from '../db/channel.ts'
import type { Database } from '../db/database.ts'
import { readVersions } from '../db/session-views.ts'
import { AppError } from '../errors.ts'
import { type Bus, createLocalBus, type SessionChange } from './bus.ts'

export interface PostgresBusDeps {
  readonly channel: Channel
  readonly db: Pick<Database, 'query'>
  readonly log: Logger
}

export interface PostgresBus extends Bus {
  stop(): Promise<void>
}

/** What a lost hint costs at most, with as long again where the poll meets a busy database. */
const pollEveryMs = 2_000
/** Session ids asked for in one statement. */
const slice = 1_000
/** Sent where webhooks were stored that changed no session, and no more often than this. */
const nothingChanged = '*'
const nothingChangedEveryMs = 50

/**
 * A bus over every process on one database: hints go to this process's watchers at once and to the others through the
 * channel. What the channel loses a slow poll makes up for: it asks at which versions the watched sessions are, and
 * that is a hint too, also where it is an earlier one than before.
 */
export function createPostgresBus({ channel, db, log }: PostgresBusDeps): PostgresBus {
  const local = createLocalBus(log)
  let polling: Promise<void> | undefined

  const poll = async () => {
    const watched = local.watched()
    if (watched.length === 0) local.publish([])
    try {
      for (let from = 0; from < watched.length; from += slice) {
        const asked = watched.slice(from, from + slice)
        const found = await readVersions(db.query, asked)
        const there = new Set(found.map(({ sessionId }) => sessionId))
        local.publish([...found, ...asked.filter((id) => !there.has(id)).map(atNone)])
      }
    } catch (error) {
      if (!(error instanceof AppError)) log.error({ err: error }, 'polling watched sessions failed')
    }
  }
  const tick = () => {
    polling ??= poll().finally(() => {
      polling = undefined
    })
  }
  const timer = setInterval(tick, pollEveryMs)
  const tellNothingChanged = createThrottle(() => channel.send([nothingChanged]), nothingChangedEveryMs)
  channel.receive((text) => local.publish(readHints(text)), tick)

  return {
    ...local,
    publish(changes, hasCommands) {
      local.publish(changes, hasCommands)
      if (changes.length === 0) tellNothingChanged.call()
      else channel.send(toHints(changes))
    },
    async stop() {
      tellNothingChanged.stop()
      clearInterval(timer)
      await polling
    },
  }
}

/** A session that is not there any more, since the database was restored to a time before it. */
function atNone(sessionId: string): SessionChange {
  return { sessionId, version: 0 }
}

/** Calls `work` at once, then at most once in `everyMs`; the last of many calls is never lost. */
function createThrottle(work: () => void, everyMs: number) {
  let timer: NodeJS.Timeout | undefined
  let isDue = false
  const call = () => {
    if (timer) {
      isDue = true
      return
    }
    work()
    timer = setTimeout(() => {
      timer = undefined
      if (!isDue) return
      isDue = false
      call()
    }, everyMs)
  }
  return { call, stop: () => clearTimeout(timer) }
}

/** As few texts as hold all changes: `id version,id version,…`. */
function toHints(changes: readonly SessionChange[]): string[] {
  const texts: string[] = []
  let text = ''
  for (const { sessionId, version } of changes) {
    const hint = `${sessionId} ${version}`
    if (text.length + 1 + hint.length > maxTextBytes) {
      texts.push(text)
      text = ''
    }
    text += text === '' ? hint : `,${hint}`
  }
  return [...texts, text]
}

/** Whatever another version of this application may have sent: what cannot be read is no hint. */
function readHints(text: string): SessionChange[] {
  return text.split(',').flatMap((hint) => {
    const [sessionId = '', version = ''] = hint.split(' ')
    return /^\d+$/.test(version) ? [{ sessionId, version: Number(version) }] : []
  })
}
