import { describe, expect, onTestFinished, test } from 'vitest'
import { systemActor } from '../../../server/actor.ts'
import { openDatabase } from '../../../server/db/open-database.ts'
import { noQuota } from '../../../server/limits/webhook-quota.ts'
import { createLocalBus } from '../../../server/sessions/bus.ts'
import { cancelSession } from '../../../server/sessions/cancel-session.ts'
import { createSession } from '../../../server/sessions/create-session.ts'
import { expireSessions } from '../../../server/sessions/expire-sessions.ts'
import { createInbox } from '../../../server/webhooks/inbox.ts'
import { replayWebhook } from '../../../server/webhooks/replay-webhook.ts'
import { databases } from '../../support/databases.ts'
import { createTestLog } from '../../support/log.ts'
import { toEvent } from '../../support/to-event.ts'
import { guideWebhook } from '../../support/webhooks.ts'

const ttlMs = 900_000

/** One thing that happens. A webhook says `topic by keys`, where keys are `connection`, `invitation` or `both`; those of one list come at once. */
type Step = 'create' | 'cancel' | 'expire' | `replay ${string}` | readonly string[]

interface Case {
  readonly what: string
  readonly steps: readonly Step[]
  /** Connection, proof and credential at the end. */
  readonly state: string
  /** What became of each webhook, in the order they first came. */
  readonly outcomes: readonly string[]
}

const whole = ['request', 'response', 'active', 'completed'].map((word) => `connections.${word} by both`)

const cases: readonly Case[] = [
  {
    what: 'webhooks in order',
    steps: [
      'create',
      ...whole.map((topic) => [topic]),
      ['proofs.verified by connection'],
      ['credentials.issued by both'],
    ],
    state: 'completed verified issued',
    outcomes: ['applied', 'applied', 'applied', 'applied', 'applied', 'applied'],
  },
  {
    what: 'the same at once',
    steps: ['create', [...whole, 'proofs.verified by connection', 'credentials.issued by both']],
    state: 'completed verified issued',
    outcomes: ['applied', 'applied', 'applied', 'applied', 'applied', 'applied'],
  },
  {
    what: 'webhooks in reverse',
    steps: ['create', ['proofs.verified by connection'], ...whole.toReversed().map((topic) => [topic])],
    state: 'completed verified idle',
    outcomes: ['applied', 'applied', 'stale', 'stale', 'stale'],
  },
  {
    what: 'a webhook twice, at once and later',
    steps: ['create', ['connections.request by both', 'connections.request by both'], ['connections.request by both']],
    state: 'request idle idle',
    outcomes: ['applied'],
  },
  {
    what: 'webhooks before their session',
    steps: [['proofs.request by connection'], ['connections.completed by both'], 'create'],
    state: 'completed request idle',
    outcomes: ['applied', 'applied'],
  },
  {
    what: 'what waited by its connection came first: declined stays declined',
    steps: [
      'create',
      ['proofs.declined by connection'],
      ['proofs.verified by invitation'],
      ['connections.completed by both'],
    ],
    state: 'completed declined idle',
    outcomes: ['applied', 'stale', 'applied'],
  },
  {
    what: 'what waited by its invitation came first: verified stays verified',
    steps: [
      'create',
      ['proofs.verified by invitation'],
      ['proofs.declined by connection'],
      ['connections.completed by both'],
    ],
    state: 'completed verified idle',
    outcomes: ['applied', 'stale', 'applied'],
  },
  {
    what: 'the same at once',
    steps: [
      'create',
      ['proofs.verified by invitation', 'proofs.declined by connection', 'connections.completed by both'],
    ],
    state: 'completed verified idle',
    outcomes: ['applied', 'stale', 'applied'],
  },
  {
    what: 'what was freed in the middle does not overtake what came before it',
    steps: [['proofs.declined by both'], ['connections.completed by both'], ['proofs.verified by both'], 'create'],
    state: 'completed declined idle',
    outcomes: ['applied', 'applied', 'stale'],
  },
  {
    what: 'what waits when its session is cancelled is stale',
    steps: ['create', ['proofs.request by invitation'], ['connections.request by both'], 'cancel'],
    state: 'abandoned idle idle',
    outcomes: ['stale', 'applied'],
  },
  {
    what: 'what waits when its session expires is stale',
    steps: ['create', ['proofs.request by invitation'], ['credentials.offer by invitation'], 'expire'],
    state: 'abandoned idle idle',
    outcomes: ['stale', 'stale'],
  },
  {
    what: 'what waits when the connection fails is stale, and so is what comes later',
    steps: ['create', ['proofs.request by invitation'], ['connections.error by both'], ['proofs.verified by both']],
    state: 'error idle idle',
    outcomes: ['stale', 'applied', 'stale'],
  },
  {
    what: 'what is replayed while it waits goes on waiting',
    steps: ['create', ['proofs.request by invitation'], 'replay proofs.request by invitation'],
    state: 'invitation idle idle',
    outcomes: ['unmatched'],
  },
  {
    what: 'what has been applied stays applied when it is replayed',
    steps: [
      'create',
      ['connections.active by both'],
      ['connections.completed by both'],
      'replay connections.active by both',
    ],
    state: 'completed idle idle',
    outcomes: ['applied', 'applied'],
  },
  {
    what: 'what nothing here knows is ignored, also when it is replayed',
    steps: ['create', ['unheard.of by both'], 'replay unheard.of by both'],
    state: 'invitation idle idle',
    outcomes: ['ignored'],
  },
]

describe.each(databases)('on $name', ({ fresh }) => {
  test.each(cases)('$what', async ({ steps, state, outcomes }) => {
    const { db, ctx, inbox, passTime } = await setUp(await fresh())
    let sessionId = ''
    for (const step of steps) {
      passTime(1000)
      if (typeof step === 'object') await Promise.all(step.map((said) => inbox.store(toEvent(webhookOf(said)))))
      else if (step === 'cancel') await cancelSession(ctx, sessionId)
      else if (step === 'expire') {
        passTime(ttlMs)
        await expireSessions(ctx)
      } else if (step.startsWith('replay ')) await replayWebhook(ctx, step.slice('replay '.length), systemActor)
      else sessionId = (await createSession(ctx, 'registration', { ipAddress: null, userAgent: null })).sessionId
    }

    const view = await db.views.view(sessionId)
    expect(`${view?.status} ${view?.proof} ${view?.credential}`).toBe(state)
    const stored = await db.query.selectFrom('WebhookEvent').select(['outcome', 'session']).orderBy('id').execute()
    expect(stored.map(({ outcome }) => outcome)).toEqual(outcomes)
    const versions = (await db.views.versionsAfter(sessionId, 0)).map(({ version }) => version)
    expect(versions).toEqual(Array.from({ length: view?.version ?? 0 }, (_, index) => index + 1))
    const counted = await db.query
      .selectFrom('WebhookCount')
      .select(({ fn }) => ['name', fn.sum<number>('count').as('count')])
      .where('kind', '=', 'outcome')
      .groupBy('name')
      .execute()
    const expected = Map.groupBy(outcomes, (outcome) => outcome)
    expect(new Map(counted.flatMap(({ name, count }) => (count === 0 ? [] : [[name, count]])))).toEqual(
      new Map([...expected].map(([name, { length }]) => [name, length])),
    )
  })

  test('what another version stored and this one cannot read fails with a reason; what waits beside it is applied', async () => {
    const { db, ctx, inbox } = await setUp(await fresh())
    await inbox.store(toEvent(webhookOf('connections.request by both')))
    await inbox.store(toEvent(webhookOf('connections.response by both')))
    await db.transaction(({ query }) =>
      query
        .updateTable('WebhookEvent')
        .set({ events: '["FROM.THE.FUTURE"]' })
        .where('topic', '=', 'connections.request')
        .execute(),
    )

    const { sessionId } = await createSession(ctx, 'registration', { ipAddress: null, userAgent: null })

    expect((await db.views.view(sessionId))?.status).toBe('response')
    const stored = await db.query.selectFrom('WebhookEvent').select(['outcome', 'error']).orderBy('id').execute()
    expect(stored).toEqual([
      { outcome: 'failed', error: 'What it tells was stored by another version, and cannot be read' },
      { outcome: 'applied', error: null },
    ])
  })
})

async function setUp(url: string) {
  const { logger: log } = createTestLog()
  const db = await openDatabase(url, log)
  onTestFinished(() => db.close())
  let nowMs = Date.parse('2026-03-01T10:00:00Z')
  const now = () => new Date(nowMs)
  const platform = {
    createInvitation: async () => ({ invitationId: 'invitation', invitationUrl: 'https://platform.example' }),
    ...{ requestProof: refuse, verifyPresentation: refuse, verifiedAttributes: refuse, offerCredential: refuse },
    ...{ listProofs: refuse, listCredentials: refuse },
  }
  const ctx = { db, platform, bus: createLocalBus(log), quota: noQuota, ttlMs, now, log }
  const inbox = createInbox({ ...ctx, observer: { stored: () => {}, committed: () => {} } })
  const passTime = (ms: number) => {
    nowMs += ms
  }
  return { db, ctx, inbox, passTime }
}

function webhookOf(said: string) {
  const [topic = '', keys] = said.split(' by ')
  const connectionId = keys === 'invitation' ? undefined : 'connection'
  const invitationId = keys === 'connection' ? undefined : 'invitation'
  return guideWebhook(topic, { connectionId, invitationId }, said)
}

async function refuse(): Promise<never> {
  throw new Error('not asked')
}
