import type { StreamEvent } from './link-state.ts'
import { onComeback } from './on-comeback.ts'
import { inStreamSlot } from './stream-slot.ts'

const connectTimeoutMs = 15_000
const steadyMs = 10_000
const firstBackoffMs = 500
const mostBackoffMs = 10_000
const nextSlotMs = 2_000

/** The server writes to every stream each 15 seconds. What comes sooner after the opening may have come along with it. */
const soonMs = 1_000
const silenceMs = 18_000
/** So many streams in a row that were held back or cut soon are no accident: something on the way does not let them through. */
const hinderedAtMost = 3
const hinderedMs = 60_000

/** What becomes of a stream that was opened. */
export interface StreamSigns {
  began(): void
  /** Something has come, with its event id where it has one. */
  came(id: string | undefined): void
  /** The server has written, though nothing is new. */
  heard(): void
  cut(): void
  /** It is of no use to try again. */
  refused(): void
}

export interface StreamToKeep {
  /** Opens a stream of what comes after the event `after`; answers what closes it. */
  open(after: string | null, signs: StreamSigns): () => void
  /** The event that the page shows, where it knows better than the stream. */
  resumeAt?(): string | null
  tell(event: Exclude<StreamEvent, { type: 'ended' }>): void
}

/**
 * Keeps a stream open until the function it returns is called, or until it is refused. Each cut, also an early end, closes it,
 * and it is opened again after a jittered delay, or at once when the page comes back, after the last event id, or after what
 * `resumeAt` says. It holds one of the browser's few slots for streams. `tell` is told `live` while it is open, with whether
 * it has proved that what the server writes comes through; else `connecting`, with the failures in a row, or `asking`: there
 * is none for now, since the browser has too many, or none gets through.
 */
export function keepStream({ open, resumeAt, tell }: StreamToKeep): () => void {
  const stop = new AbortController()
  let failures = 0
  let hindered = 0
  let lastEventId: string | null = null

  function openOne(): () => void {
    let isDone = false
    let openedAt: number | null = null
    let timer = setTimeout(() => cut('held back'), connectTimeoutMs)
    let silence: ReturnType<typeof setTimeout> | undefined
    const close = open(resumeAt?.() || lastEventId, {
      began() {
        if (isDone) return
        clearTimeout(timer)
        openedAt = performance.now()
        tell({ type: 'live', isProved: false })
      },
      came(id) {
        if (isDone) return
        if (id) lastEventId = id
        heard()
      },
      heard,
      cut,
      refused: () => isFirst() && stop.abort(),
    })

    function heard() {
      if (isDone || openedAt === null || performance.now() - openedAt < soonMs) return
      if (silence === undefined) tell({ type: 'live', isProved: true })
      clearTimeout(silence)
      silence = setTimeout(() => {
        silence = undefined
        tell({ type: 'live', isProved: false })
      }, silenceMs)
    }

    function isFirst(): boolean {
      if (isDone) return false
      isDone = true
      clearTimeout(timer)
      clearTimeout(silence)
      close()
      return true
    }

    function cut(why?: 'held back') {
      if (!isFirst()) return
      const wasSteady = openedAt !== null && performance.now() - openedAt > steadyMs
      failures = wasSteady ? 1 : failures + 1
      if (wasSteady) hindered = 0
      else if (openedAt !== null || why) hindered++
      const isHindered = hindered >= hinderedAtMost
      tell(isHindered ? { type: 'asking' } : { type: 'connecting', failures })
      timer = setTimeout(reopen, isHindered ? hinderedMs : backoffMs(failures - 1, Math.random()))
    }

    return () => {
      isFirst()
      clearTimeout(timer)
    }
  }

  let closeOne = () => {}
  function reopen() {
    closeOne()
    closeOne = openOne()
  }

  /** Resolves when the stream is no longer wanted, or its slot is lost. */
  function hold(lost: AbortSignal): Promise<void> {
    if (stop.signal.aborted) return Promise.resolve()
    const forget = onComeback(() => {
      tell({ type: 'connecting', failures })
      reopen()
    })
    reopen()
    return new Promise((resolve) => {
      const leave = () => {
        forget()
        closeOne()
        resolve()
      }
      stop.signal.addEventListener('abort', leave)
      lost.addEventListener('abort', leave)
    })
  }

  async function run() {
    tell({ type: 'connecting', failures })
    while (!stop.signal.aborted && !(await inStreamSlot(hold))) {
      tell({ type: 'asking' })
      await new Promise((resolve) => setTimeout(resolve, nextSlotMs))
    }
  }
  void run()
  return () => stop.abort()
}

/**
 * How long to wait before another try, in milliseconds: doubling, and spread over its upper half so
 * that students cut off together do not come back together. `random` is in [0, 1).
 */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(mostBackoffMs, firstBackoffMs * 2 ** Math.min(failures, 10))
  return ceiling * (0.5 + random / 2)
}
