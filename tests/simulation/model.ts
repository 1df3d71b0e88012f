/**
 * What is promised, in the plainest form: one list of sessions, one list of events that wait, everything one after another.
 * Written from the promises alone ("Matching" and "Status machine" in docs/state-machine.md), with nothing of the server's
 * own code, so that the two agree only where both are right.
 */
export interface ModelEvent {
  readonly webhookId: string
  /** Grows in the order in which events came. */
  readonly order: number
  readonly isOurs: boolean
  readonly connectionId: string | null
  readonly invitationId: string | null
  /** `proof.verified` and the like, in order. */
  readonly steps: readonly string[]
}

export interface ModelSession {
  readonly sessionId: string
  readonly invitationId: string
  connectionId: string | null
  status: string
  proof: string
  credential: string
}

const line = ['invitation', 'request', 'response', 'active', 'completed']
const regions = {
  proof: { way: ['idle', 'request', 'presentation'], ends: ['verified', 'failed', 'declined'] },
  credential: { way: ['idle', 'offer', 'request'], ends: ['issued', 'declined'] },
}

export function createModel() {
  /** The newest last. */
  const sessions: ModelSession[] = []
  const outcomes = new Map<string, string>()
  let waiting: ModelEvent[] = []

  const sessionOf = ({ isOurs, connectionId, invitationId }: ModelEvent): ModelSession | undefined => {
    if (!isOurs) return undefined
    const bound =
      connectionId === null ? undefined : sessions.findLast((session) => session.connectionId === connectionId)
    if (bound) return bound
    return sessions.find(
      (session) =>
        session.invitationId === invitationId &&
        (connectionId === null || session.connectionId === null || session.connectionId === connectionId),
    )
  }

  /** Whether it moved; undefined where it is too early. */
  const take = (session: ModelSession, step: string): boolean | undefined => {
    const [kind = '', word = ''] = step.split('.')
    const at = line.indexOf(session.status)
    if (at < 0) return false
    if (kind === 'connection') {
      if (word === 'abandoned' || (word === 'error' && session.status !== 'completed')) session.status = word
      else if (line.indexOf(word) > at) session.status = word
      else return false
      return true
    }
    if (at < line.indexOf('active')) return undefined
    const region = kind === 'proof' ? 'proof' : 'credential'
    const { way, ends } = regions[region]
    const is = session[region]
    if (ends.includes(is) || (way.includes(word) && way.indexOf(word) <= way.indexOf(is))) return false
    session[region] = word
    return true
  }

  /** Whether anything about a session has changed; undefined where it still waits. */
  const apply = (event: ModelEvent): boolean | undefined => {
    const session = sessionOf(event)
    if (!session) return undefined
    let hasMoved = false
    for (const step of event.steps) {
      const moved = take(session, step)
      if (moved === undefined) return undefined
      hasMoved ||= moved
    }
    outcomes.set(event.webhookId, hasMoved ? 'applied' : 'stale')
    const isOver = !line.includes(session.status)
    const isBound = event.connectionId !== null && session.connectionId === null && (hasMoved || !isOver)
    if (isBound) session.connectionId = event.connectionId
    return hasMoved || isBound
  }

  /** From the first again whenever one has changed something. */
  const lookAgain = () => {
    for (let hasMoved = true; hasMoved; ) {
      hasMoved = false
      for (const event of waiting) {
        const moved = apply(event)
        if (moved === undefined) continue
        waiting = waiting.filter((other) => other !== event)
        hasMoved = true
        break
      }
    }
  }

  return {
    sessions,
    outcomes,
    create(session: Pick<ModelSession, 'sessionId' | 'invitationId'>): void {
      sessions.push({ ...session, connectionId: null, status: 'invitation', proof: 'idle', credential: 'idle' })
      lookAgain()
    },
    tell(event: ModelEvent): void {
      if (apply(event) === undefined) {
        outcomes.set(event.webhookId, 'unmatched')
        waiting = [...waiting, event].sort((a, b) => a.order - b.order)
      }
      lookAgain()
    },
    end(sessionId: string): void {
      const session = sessions.find((other) => other.sessionId === sessionId)
      if (session) session.status = 'abandoned'
      lookAgain()
    },
  }
}
