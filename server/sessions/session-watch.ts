import { isEnded } from '../../shared/advance.ts'
import type { EventId } from '../../shared/event-id.ts'
import type { SessionView } from '../../shared/session-view.ts'
import type { Database } from '../db/database.ts'
import type { SessionViews } from '../db/session-views.ts'
import { AppError } from '../errors.ts'
import type { Bus } from './bus.ts'

/** More than this a database's column does not hold. */
const highestVersion = 2 ** 31 - 1

export interface WatchContext {
  readonly db: Pick<Database, 'views'>
  readonly bus: Bus
}

/** What somebody watches: the session, and the last of its events that they have had already. */
export interface ToFollow {
  readonly sessionId: string
  readonly last: EventId | null
}

/**
 * How far somebody is with a session. Calls `onHint` when there may be more to read, from its making on, so that nothing
 * falls between two reads; whoever has made it closes it.
 */
export class SessionWatch {
  readonly #views: SessionViews
  readonly #sessionId: string
  readonly #unsubscribe: () => void
  readonly #last: EventId | null
  /** 0 before the first view. */
  #version = 0
  /** Whether the session was said to be at an earlier version than this watcher. */
  #isDoubted = false
  #isOver = false

  constructor({ db: { views }, bus }: WatchContext, { sessionId, last }: ToFollow, onHint: () => void) {
    this.#views = views
    this.#sessionId = sessionId
    this.#last = last
    this.#unsubscribe = bus.subscribe(sessionId, (reached) => {
      this.#isDoubted ||= reached < this.#version
      if (reached !== this.#version) onHint()
    })
  }

  /** Whether the session has reached a final status, as far as it was taken. */
  get isOver(): boolean {
    return this.#isOver
  }

  /**
   * What is to be told now, in order; each is `taken` once it has been told. At first the current view, or where `last` is of
   * this very history, what came after it, all by one read. Later whatever came since; where the database was restored
   * meanwhile to a time before that, the view of that time. Null while the database is away, but for the first read.
   *
   * @throws AppError `NOT_FOUND`, and `DATABASE_UNAVAILABLE` from the first read
   */
  async read(): Promise<readonly SessionView[] | null> {
    if (this.#version === 0) return this.#readFirst()
    const isDoubted = this.#isDoubted
    this.#isDoubted = false
    try {
      return isDoubted ? await this.#readDoubted() : await this.#readLater()
    } catch (error) {
      this.#isDoubted ||= isDoubted
      if (error instanceof AppError && error.code === 'DATABASE_UNAVAILABLE') return null
      throw error
    }
  }

  taken({ version, status }: SessionView): void {
    this.#version = version
    this.#isOver = isEnded(status)
  }

  close(): void {
    this.#unsubscribe()
  }

  async #readFirst(): Promise<readonly SessionView[]> {
    if (this.#last !== null && this.#last.version <= highestVersion) {
      const { version, atMs } = this.#last
      const [then, ...later] = await this.#views.versionsAfter(this.#sessionId, version - 1)
      if (then?.version === version && (atMs === null || Date.parse(then.updatedAt) === atMs)) {
        this.taken(then)
        return later
      }
    }
    return [await this.#readCurrent()]
  }

  #readLater(): Promise<readonly SessionView[]> {
    return this.#views.versionsAfter(this.#sessionId, this.#version)
  }

  /** Where a hint was only late, as if it had not come. */
  async #readDoubted(): Promise<readonly SessionView[]> {
    const current = await this.#readCurrent()
    return current.version < this.#version ? [current] : this.#readLater()
  }

  async #readCurrent(): Promise<SessionView> {
    const current = await this.#views.view(this.#sessionId)
    if (!current) throw new AppError('NOT_FOUND', 'Session not found')
    return current
  }
}
