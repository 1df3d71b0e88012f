import { expect, test } from 'vitest'
import type { SessionView } from '../../../shared/session-view.ts'
import { asOperator } from '../../support/operator.ts'
import { watchSession } from '../../support/watcher.ts'
import { type Pair, seedWhere, startPair } from './platform-and-server.ts'

const students = 12
const settings = { drop: 0.3, duplicate: 0.3, reorder: 0.3, delay: { fromMs: 0, toMs: 40 } }

/** Of one student every webhook is lost that names the invitation, the last three of the handshake: nobody can know whose the connection is then. */
const chaos = seedWhere(settings, { connections: students, count: 6 }, (faults) => {
  return faults.filter((handshake) => handshake.slice(3).every(({ drop }) => drop)).length === 1
})

const last = (views: readonly SessionView[]) => views.at(-1)
const hasEnded = (views: readonly SessionView[]) => last(views)?.status === 'abandoned'

/** One student: accepts, shares and receives, each as soon as the wallet can. Answers where the session ended up. */
async function walk({ server, accept, answer }: Pair): Promise<SessionView | undefined> {
  const session = await server.trpc.session.create.mutate({})
  const { sessionId } = session
  const watcher = watchSession(server, sessionId)
  const wallet = await accept(session)
  await watcher.until((views) => hasEnded(views) || last(views)?.status === 'completed')
  if (hasEnded(watcher.views)) return last(watcher.views)
  await answer(wallet, 'proofRequest')
  await answer(wallet, 'credentialOffer')
  return last(await watcher.until((views) => last(views)?.credential === 'issued'))
}

test('whatever chaos does, every student arrives, or the session says why not', async () => {
  const pair = await startPair({ variables: { SESSION_TTL_SECONDS: '6' } })
  await pair.simulated.organization('/chaos', chaos, 'PUT')
  const ends = await Promise.all(Array.from({ length: students }, () => walk(pair)))
  const arrived = ends.filter((end) => end?.status === 'completed')
  expect(arrived.every((end) => end?.proof === 'verified' && end.credential === 'issued')).toBe(true)
  expect(arrived).toHaveLength(students - 1)

  const operator = asOperator(pair.server)
  const missing = ends.find((end) => end?.status === 'abandoned')
  const { entries } = await operator.qa.timeline.query({ sessionId: missing?.sessionId ?? '' })
  expect(entries.map(({ cause }) => cause)).toEqual(['created', 'expiry'])
  const { items } = await operator.admin.webhooks.query({ limit: 100 })
  expect(items.some(({ dialect }) => dialect === 'reconciler')).toBe(true)
})
