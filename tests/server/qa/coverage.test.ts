import { describe, expect, test } from 'vitest'
import { databases } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer } from '../../support/test-server.ts'
import { allOf, driveSession } from './driven-session.ts'

describe.each(databases)('qa.coverage, on $name', ({ fresh }) => {
  test('counts states and transitions over all sessions, and again only what has changed', async () => {
    let offsetMs = 0
    const server = await startTestServer({
      databaseUrl: await fresh(),
      now: () => new Date(Date.now() + offsetMs),
      variables: { SESSION_TTL_SECONDS: '86400' },
    })
    const read = () => asOperator(server).qa.coverage.query()
    expect(await read()).toMatchObject({ sessions: 0, counted: 0, stuck: [] })

    const sessions = await allOf(Array.from({ length: 8 }), () => driveSession(server))
    const [first, second, ...others] = sessions
    for (const session of sessions) await session.cause('connection.request')
    offsetMs = 2_000
    for (const session of others) await session.cause('connection.active')
    const counted = await read()
    const entered = (id: string) => counted.states.find((state) => state.id === id)
    const taken = (id: string) => counted.transitions.find((transition) => transition.id === id)?.count
    expect(counted).toMatchObject({ sessions: 8, counted: 8 })
    expect(entered('connection.request')).toMatchObject({ entered: 8, now: 2 })
    expect(entered('connection.active')).toMatchObject({ entered: 6, now: 6, dwell: null })
    expect(entered('connection.response')).toMatchObject({ entered: 0, now: 0 })
    expect(taken('connection.invitation connection.request request')).toBe(8)
    expect(taken('connection.request connection.active active')).toBe(6)
    expect(taken('connection.request connection.response response')).toBe(0)
    const { count, medianMs = 0, maxMs = 0 } = entered('connection.request')?.dwell ?? {}
    expect(count).toBe(6)
    expect(medianMs).toBeGreaterThan(1_500)
    expect(medianMs).toBeLessThanOrEqual(maxMs)

    offsetMs = 3_600_000
    await second?.cause('session.cancelled')
    const later = await read()
    expect(later.stuck).toMatchObject([{ sessionId: first?.sessionId, state: 'connection.request' }])
    expect(later.stuck).toMatchObject([{ theirLabel: null }])
    expect(later.transitions.find(({ id }) => id === 'connection.request session.cancelled abandoned')?.count).toBe(1)

    const hour = 3_600_000
    const began = Math.floor(Date.now() / hour) * hour // the hour, or the one after the first session began
    const hourOf = (hours: number) => new Date(began + hours * hour).toISOString()
    await (await driveSession(server)).cause('connection.request')
    const within = (from: number, to: number | null) =>
      asOperator(server).qa.coverage.query({ from: hourOf(from), to: to === null ? null : hourOf(to) })
    expect(await within(-1, null)).toMatchObject({ sessions: 9, counted: 9, chosen: 9 })
    expect(await within(-9, -1)).toMatchObject({ sessions: 9, chosen: 0 })
    const [sooner, after] = [await within(-1, 1), await within(1, null)]
    expect([sooner.chosen, after.chosen]).toEqual([8, 1])
    expect(after.states.find(({ id }) => id === 'connection.request')).toMatchObject({
      entered: 1,
      now: 1,
      dwell: null,
    })
    expect(after.stuck).toMatchObject([{ sessionId: first?.sessionId }]) // whatever is chosen, who stands still is told
    expect(after.hours.reduce((sum, { open, ended, connected }) => sum + open + ended + connected, 0)).toBe(9)
  })
})
