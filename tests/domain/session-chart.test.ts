import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { setup } from 'xstate'
import { advance, initialState } from '../../shared/advance.ts'
import { expectedPath, isIntermediate } from '../../shared/expected-path.ts'
import { sessionChart, statesOf, toChart, transitionsOf } from '../../shared/session-chart.ts'
import { sessionMachine } from '../../shared/session-machine.ts'
import { CredentialStatus, ProofStatus, SessionEvent, SessionStatus } from '../../shared/session-status.ts'
import { eventOf, sessionTopics, topicOf } from '../../shared/session-topic.ts'
import { causeOf, regionFields, stateIdsOf, stepsBetween } from '../../shared/state-ids.ts'

describe('the chart', () => {
  test('has every region, state and transition of the machine', () => {
    expect(sessionChart.regions.map(({ name }) => name)).toEqual(Object.keys(sessionMachine.states))
    expect(statesOf(sessionChart).map(({ id }) => id)).toEqual([
      ...SessionStatus.options.map((status) => `connection.${status}`),
      ...CredentialStatus.options.map((status) => `credential.${status}`),
      ...ProofStatus.options.map((status) => `proof.${status}`),
    ])
    expect(new Set(transitionsOf(sessionChart).map(({ event }) => event))).toEqual(new Set(SessionEvent.options))
    expect(transitionsOf(sessionChart)).toHaveLength(54)
  })

  test('grows with the machine', () => {
    const machine = setup({ types: { events: {} as { type: SessionEvent } } }).createMachine({
      type: 'parallel',
      states: {
        connection: {
          initial: 'a',
          states: { a: { on: { 'connection.request': 'b' } }, b: { type: 'final' } },
        },
      },
    })
    expect(toChart(machine)).toEqual({
      guards: [],
      regions: [
        {
          name: 'connection',
          description: null,
          stays: [],
          states: [
            { id: 'connection.a', name: 'a', isInitial: true, isFinal: false },
            { id: 'connection.b', name: 'b', isInitial: false, isFinal: true },
          ],
          transitions: [
            {
              id: 'connection.a connection.request b',
              region: 'connection',
              from: 'connection.a',
              to: 'connection.b',
              event: 'connection.request',
              guard: null,
            },
          ],
        },
      ],
    })
  })

  test('names the guard of what needs a connection, and of what needs a verified proof', () => {
    for (const { region, guard, event } of transitionsOf(sessionChart)) {
      const needed = event === 'session.offer-renewed' ? 'isOfferable' : 'isConnected'
      expect(guard).toBe(region === 'connection' ? null : needed)
    }
  })
})

describe('what led from one state to the next', () => {
  test('is told from every other, for each transition', () => {
    const failures = transitionsOf(sessionChart).flatMap(({ id, region, from, event }) => {
      const connected = {
        ...initialState,
        status: 'active',
        proof: region === 'credential' ? 'verified' : 'idle',
      } as const
      const field = Object.entries(regionFields).find(([name]) => name === region)?.[1] ?? 'status'
      const before = { ...(region === 'connection' ? initialState : connected), [field]: from.split('.')[1] }
      const after = advance(before, event)
      if (after.outcome !== 'applied') return [`${id}: the event is ${after.outcome}`]
      const told = stepsBetween(before, after.state, causeOf(event)).map((step) => step.id)
      return isDeepStrictEqual(told, [id]) ? [] : [`${id}: told as ${told.join(' and ') || 'nothing'}`]
    })
    expect(failures).toEqual([])
  })

  test('is nothing where nothing changed', () => {
    expect(stepsBetween(initialState, initialState, 'webhook')).toEqual([])
  })
})

test('the ids of a session’s states are in the chart', () => {
  const known = statesOf(sessionChart).map(({ id }) => id)
  for (const id of stateIdsOf(initialState)) expect(known).toContain(id)
})

describe('the expected path', () => {
  test('of a registration runs through all three regions', () => {
    expect(expectedPath('registration')).toEqual([
      ...['invitation', 'request', 'response', 'active', 'completed'].map((name) => `connection.${name}`),
      ...['idle', 'request', 'presentation', 'verified'].map((name) => `proof.${name}`),
      ...['idle', 'offer', 'request', 'issued'].map((name) => `credential.${name}`),
    ])
  })

  test('of an authentication has no credential', () => {
    expect(expectedPath('authentication').some((id) => id.startsWith('credential.'))).toBe(false)
  })

  test('says where standing still is worth a look', () => {
    expect(
      statesOf(sessionChart)
        .filter((state) => isIntermediate(sessionChart, state))
        .map(({ id }) => id),
    ).toEqual([
      ...['invitation', 'request', 'response', 'active'].map((name) => `connection.${name}`),
      ...['offer', 'request'].map((name) => `credential.${name}`),
      ...['request', 'presentation'].map((name) => `proof.${name}`),
    ])
  })
})

describe('topics', () => {
  test('every event that a webhook tells has one of its own', () => {
    expect(sessionTopics).toHaveLength(15)
    for (const event of SessionEvent.options) {
      const topic = topicOf(event)
      if (topic !== null) expect(eventOf(topic)).toBe(event)
    }
    expect([topicOf('session.expired'), topicOf('session.cancelled')]).toEqual([null, null])
  })

  test('an unknown one is no event', () => {
    expect([eventOf('connections.invitation'), eventOf('nonsense'), eventOf('')]).toEqual([null, null, null])
  })
})
