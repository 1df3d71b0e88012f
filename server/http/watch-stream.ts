import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SessionView } from '../../shared/session-view.ts'
import { SessionWatch, type ToFollow, type WatchContext } from '../sessions/session-watch.ts'
import { pauseWhileAway } from '../sessions/watch-session.ts'
import { streamOptions } from '../trpc/init.ts'
import type { Opening } from './opening-queue.ts'
import type { Pinged } from './pings.ts'

const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no', // a proxy that collects a stream delivers nothing
  'X-Content-Type-Options': 'nosniff',
}
/** A comment, which no reader sees, after all that counts: what collects a stream by the kilobyte then lets it go on. */
const filler = `:${' '.repeat(2_048)}\n\n`
const connected = `event: connected\ndata: ${JSON.stringify(streamOptions.client)}\n\n\n${filler}`
const ping = 'event: ping\ndata: \n\n\n'
const ended = 'event: return\ndata: \n\n\n'

/** Pings in a row that found a reader's buffers full. */
const unreadPingsAtMost = 2

/** Where the stream was asked for. */
export interface Asked {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly clientIp: string
}

/** What is told of a stream. */
export interface WatchStreamEvents {
  /** Its first frame is written. */
  opened(stream: WatchStream): void
  /** It is over, or nobody waits for it any more. */
  closed(stream: WatchStream): void
  /** It cannot be given: nothing was written, and `closed` was called. */
  declined(stream: WatchStream): void
}

/**
 * One reader of `session.watch`, who gets the very frames that tRPC writes, each with a filler after it. While there is nothing
 * to tell it holds no promise, timer or signal. A reader that does not read is waited for, and catches up from the history
 * afterwards.
 */
export class WatchStream implements Opening, Pinged {
  readonly asked: Asked
  share = 0
  readonly #response: ServerResponse
  readonly #events: WatchStreamEvents
  readonly #watch: SessionWatch
  /** Whether its views are being read or written, or cannot be: then a hint waits. */
  #isBusy = true
  #isWoken = false
  #unread = 0

  constructor(ctx: WatchContext, wanted: ToFollow, asked: Asked, events: WatchStreamEvents) {
    this.asked = asked
    this.#response = asked.response
    this.#events = events
    this.#watch = new SessionWatch(ctx, wanted, () => this.#wake())
    asked.response.once('close', this.#onClose)
  }

  isGone(): boolean {
    return this.#response.destroyed
  }

  /** Reads and writes what there is; then it goes on by itself. */
  async open(): Promise<void> {
    const views = await this.#watch.read().catch(() => null)
    if (this.isGone()) return
    if (!views) {
      this.#response.off('close', this.#onClose)
      this.#onClose()
      this.#events.declined(this)
      return
    }
    this.#response.writeHead(200, headers)
    this.#events.opened(this)
    this.#write(views, connected)
  }

  /** Shows that it lives; or cuts it, where the last pings have not been read. */
  ping(): void {
    this.#unread = this.#response.writableNeedDrain ? this.#unread + 1 : 0
    if (this.#unread >= unreadPingsAtMost) this.#response.destroy()
    else if (this.#unread === 0) this.#response.write(ping)
  }

  readonly #onClose = () => {
    this.#watch.close()
    this.#events.closed(this)
  }

  #wake(): void {
    this.#isWoken = true
    if (!this.#isBusy) void this.#tell()
  }

  async #tell(): Promise<void> {
    this.#isBusy = true
    this.#isWoken = false
    try {
      const views = await this.#watch.read()
      if (this.isGone()) return
      if (views) this.#write(views)
      else setTimeout(() => this.#goOn(true), pauseWhileAway()).unref()
    } catch {
      this.#response.destroy() // the session is gone, or there is a bug here: the client comes back and resumes
    }
  }

  /** As many as its buffers take; the rest is read again once there is room. */
  #write(views: readonly SessionView[], before = ''): void {
    const response = this.#response
    for (const view of views) {
      const hasRoom = response.write(`${before}data: ${JSON.stringify(view)}\nid: ${view.version}\n\n\n${filler}`)
      this.#watch.taken(view)
      before = ''
      if (!hasRoom) break
    }
    if (before !== '') response.write(before)
    if (this.#watch.isOver) response.end(ended)
    else if (response.writableNeedDrain) response.once('drain', () => this.#goOn(true))
    else this.#goOn(false)
  }

  #goOn(isWoken: boolean): void {
    this.#isBusy = false
    if ((isWoken || this.#isWoken) && !this.isGone()) void this.#tell()
  }
}
