import { expect, test } from 'vitest'
import { sessionChart, transitionsOf } from '../../../shared/session-chart.ts'
import { readModel } from '../../chart/session-model.ts'
import { writeRecord } from '../../chart/write-record.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer } from '../../support/test-server.ts'
import { allOf, driveSession } from './driven-session.ts'

const hourMs = 3_600_000

test('the server does what the machine says: every transition from every reachable state, and nothing else', async () => {
  let offsetMs = 0
  const now = () => new Date(Date.now() + offsetMs)
  const server = await startTestServer({ now, variables: { WEBHOOK_RATE_LIMIT: '0' } })
  const { transitions, states } = readModel()
  const byTime = transitions.filter(({ event }) => event === 'session.expired')
  const atOnce = transitions.filter(({ event }) => event !== 'session.expired')
  expect(transitions.some(({ path }) => path.includes('session.expired'))).toBe(false)

  await allOf(atOnce, async ({ path, event, after }) => {
    const session = await driveSession(server)
    for (const step of [...path, event]) await session.cause(step)
    expect(await session.state(), `${path.join(', ')}, then ${event}`).toEqual(after)
  })

  const still = await allOf(states, async ({ path, state, refused }) => {
    const session = await driveSession(server)
    for (const step of path) await session.cause(step)
    expect(await session.state(), path.join(', ')).toEqual(state)
    for (const event of refused) if (event !== 'session.expired') await session.cause(event)
    expect(await session.state(), `${path.join(', ')}, then ${refused.join(', ')}`).toEqual(state)
    return { session, state, outlivesTime: refused.includes('session.expired') }
  })

  const running = await allOf(byTime, async ({ path, after }) => {
    const session = await driveSession(server)
    for (const step of path) await session.cause(step)
    return { session, after }
  })
  offsetMs = hourMs
  for (const { session, after } of running) await expect.poll(session.state, { timeout: 60_000 }).toEqual(after)
  await allOf(still, async ({ session, state, outlivesTime }) => {
    if (outlivesTime) expect(await session.state()).toEqual(state)
  })

  const operator = asOperator(server)
  const leftByTime = new Set(
    transitionsOf(sessionChart).flatMap(({ event, from }) => (event === 'session.expired' ? [from] : [])),
  )
  const isSettled = async () => {
    const { sessions, counted, states: now } = await operator.qa.coverage.query()
    return counted === sessions && now.every((state) => state.now === 0 || !leftByTime.has(state.id))
  }
  await expect.poll(isSettled, { timeout: 60_000 }).toBe(true)
  const coverage = await operator.qa.coverage.query()
  const seen = {
    sessions: coverage.sessions,
    states: Object.fromEntries(coverage.states.map(({ id, entered }) => [id, entered])),
    transitions: Object.fromEntries(coverage.transitions.map(({ id, count }) => [id, count])),
  }
  await writeRecord(seen)
  expect(Object.entries({ ...seen.states, ...seen.transitions }).filter(([, times]) => times === 0)).toEqual([])
}, 300_000) // some six hundred sessions; a busy machine takes its time
