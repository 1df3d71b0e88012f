import type { SessionEvent } from '../../shared/session-status.ts'
import type { WebhookEvent } from '../../shared/webhook-event.ts'
import type { Random } from './random.ts'
import { organizationId } from './server-part.ts'

/** What will be tried: who registers, what their wallets make the platform tell, and how well it gets through. */
export interface Plan {
  readonly invitations: readonly string[]
  readonly webhooks: readonly PlannedWebhook[]
  /** Whether students give up, and time runs out. */
  readonly ends: boolean
}

export interface PlannedWebhook {
  readonly event: WebhookEvent
  readonly afterMs: number
  /** How often it is sent at most; a 200 ends it. */
  readonly attempts: number
  /** How often it is sent again after that. */
  readonly repeats: number
}

const usual: readonly (readonly SessionEvent[])[] = [
  ['connection.request'],
  ['connection.response'],
  ['connection.active'],
  ['connection.completed'],
  ['proof.request'],
  ['proof.presentation'],
  ['proof.verified'],
  ['credential.offer'],
  ['credential.request'],
  ['credential.issued'],
]
const unusual: readonly (readonly SessionEvent[])[] = [
  ['connection.error'],
  ['connection.abandoned'],
  ['proof.failed'],
  ['proof.declined'],
  ['proof.presentation', 'proof.verified'],
  ['credential.declined'],
  [],
]
const spreadMs = 40
/** Of these one session has so many that they are not settled in one transaction. */
const flood = 45

export function makePlan(random: Random): Plan {
  const isFlood = random.chance(0.03)
  const students = isFlood ? [1] : Array.from({ length: 1 + random.below(3) }, (_, index) => index + 1)
  let count = 0
  const plan = (student: number, steps: readonly SessionEvent[], afterMs: number): PlannedWebhook => {
    const keys = random.pick(['both', 'both', 'connection', 'invitation'])
    const connection = random.chance(0.03) ? `x${student}` : `c${student}` // of one connection with two invitations, order of commits says nothing
    const webhookId = `w${random.below(1000)}-${++count}` // in no order
    return {
      event: {
        ...{ webhookId, dialect: 'guide', topic: steps[0] ?? 'connections.other', agentId: null, timestamp: null },
        organizationId: random.chance(0.97) ? organizationId : 'another',
        connectionId: keys === 'invitation' ? null : connection,
        invitationId: keys === 'connection' ? null : `i${student}`,
        ...{ recordId: null, reuse: false, theirDid: null, theirLabel: null, events: steps, known: true, payload: '' },
      },
      afterMs,
      attempts: random.chance(0.06) ? random.below(2) : 12,
      repeats: random.chance(0.15) ? 1 : 0,
    }
  }
  const webhooks = students.flatMap((student) => {
    const startMs = random.below(spreadMs)
    const own = usual.filter(() => random.chance(0.8))
    const ordered = random.chance(0.5) ? own : random.shuffled(own)
    const isAtOnce = random.chance(0.3)
    const told = ordered.map((steps, index) => plan(student, steps, startMs + (isAtOnce ? 0 : index * random.below(8))))
    const more = isFlood ? flood : random.below(4)
    const others = Array.from({ length: more }, () =>
      plan(student, random.chance(0.5) ? random.pick(usual) : random.pick(unusual), random.below(2 * spreadMs)),
    )
    return [...told, ...others]
  })
  return { invitations: students.map((student) => `i${student}`), webhooks, ends: !isFlood && random.chance(0.3) }
}
