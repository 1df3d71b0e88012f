import type { Logger } from 'pino'

/** What a request to the platform came to: the HTTP status, or why there was none. */
export type CallAnswer = number | 'timeout' | 'unreachable'

/** Which of the platform's two sides was asked. */
export type PlatformSide = 'token' | 'api'

/** Why the platform cannot be used, and since when. `credentials` does not mend itself; the others may. */
export interface PlatformTrouble {
  readonly kind: 'credentials' | 'unreachable' | 'failing'
  readonly since: Date
  /** The HTTP status, or `timeout` or `unreachable`. */
  readonly answer: string
}

interface HealthOptions {
  readonly log: Logger
  readonly now: () => Date
  /** Is told of every request. */
  readonly answered?: ((side: PlatformSide, answer: CallAnswer) => void) | undefined
}

interface Failing extends PlatformTrouble {
  times: number
  isLogged: boolean
}

/** One call is tried so often: it is then no accident any more. */
const timesAtLeast = 3
/** A failure that is over sooner is the retries' business, and not an operator's. */
const loggedAfterMs = 30_000

const messages = {
  credentials: 'the platform refuses our credentials: check CLIENT_ID, CLIENT_SECRET and CONFIRMD_AUTH_URL',
  unreachable: 'the platform cannot be reached: check CONFIRMD_AUTH_URL, CONFIRMD_API_URL and the network',
  failing: 'the platform fails',
}

export type PlatformHealth = ReturnType<typeof createPlatformHealth>

/** Learns from every request how the platform is. An outage is one line of level `error`, and one when it is over. */
export function createPlatformHealth({ log, now, answered }: HealthOptions) {
  const sides = new Map<PlatformSide, Failing>()

  const tell = (side: PlatformSide, failing: Failing) => {
    if (failing.isLogged) return
    failing.isLogged = true
    const { kind, answer, since } = failing
    log.error({ side, answer, since }, messages[kind])
  }
  const recover = (side: PlatformSide) => {
    const before = sides.get(side)
    sides.delete(side)
    if (before?.isLogged) log.info({ side, since: before.since }, 'the platform answers again')
  }
  return {
    /** One request was answered so. */
    answered(side: PlatformSide, answer: CallAnswer): void {
      answered?.(side, answer)
      const kind = troubleOf(side, answer)
      if (kind === undefined) return
      if (kind === null) {
        recover(side)
        return
      }
      const at = now()
      const before = sides.get(side)
      const failing: Failing =
        before?.kind === kind ? before : { kind, since: at, answer: String(answer), times: 0, isLogged: false }
      failing.times++
      sides.set(side, failing)
      if (kind === 'credentials' || at.getTime() - failing.since.getTime() >= loggedAfterMs) tell(side, failing)
    },
    /** A call that was made to find out has failed: says so now, and not only when it lasts. */
    tellNow(): void {
      for (const [side, failing] of sides) tell(side, failing)
    },
    /** What is wrong now; null where nothing is. */
    trouble(): PlatformTrouble | null {
      for (const side of ['token', 'api'] as const) {
        const failing = sides.get(side)
        if (failing && (failing.kind === 'credentials' || failing.isLogged || failing.times >= timesAtLeast)) {
          const { kind, since, answer } = failing
          return { kind, since, answer }
        }
      }
      return null
    },
  }
}

/** Null: all is well. Undefined: nothing can be told, since a token may just have run out. */
function troubleOf(side: PlatformSide, answer: CallAnswer): PlatformTrouble['kind'] | null | undefined {
  if (answer === 'timeout' || answer === 'unreachable') return 'unreachable'
  if (answer >= 500 || answer === 429) return 'failing'
  if (side === 'token') return answer < 400 ? null : 'credentials'
  return answer === 401 ? undefined : null
}
