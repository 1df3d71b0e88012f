import { describe, expect, test } from 'vitest'
import { initialState, type SessionState } from '../../shared/advance.ts'
import { checkHistory, checkParts } from '../../shared/check-history.ts'
import { entryReason, entryTitle, rejectionReason } from '../../shared/explain-event.ts'
import { readHistoryFile, toHistoryFile } from '../../shared/history-file.ts'
import { SessionEvent } from '../../shared/session-status.ts'
import type { SessionTimeline, TimelineEntry } from '../../shared/session-timeline.ts'

const active = { ...initialState, status: 'active' } as const
const ended = { ...initialState, status: 'abandoned' } as const

function entry(topic: string, before: SessionState, after: SessionState, more: Partial<TimelineEntry> = {}) {
  const at = '2026-01-02T03:04:05.000Z'
  const usual = { id: topic, at, receivedAt: at, cause: 'webhook', webhookId: topic, version: 2, error: null } as const
  return { ...usual, topic, outcome: 'applied' as const, before, after, ...more }
}

describe('why an event does nothing', () => {
  test.each([
    [initialState, 'connection.request', null],
    [active, 'connection.request', 'The connection is active; request is no longer possible.'],
    [active, 'connection.active', 'The connection is already active.'],
    [initialState, 'proof.request', 'It waits: the connection is invitation, and must be active or completed.'],
    [ended, 'proof.request', 'The session has ended: abandoned is final.'],
    [{ ...active, status: 'completed' }, 'session.expired', 'The session is completed and does not expire.'],
  ] as const)('%o, %s: %s', (state, event, words) => {
    expect(rejectionReason(state, event)).toBe(words)
  })

  test('is said of every event in a session that has ended', () => {
    for (const event of SessionEvent.options) expect(rejectionReason(ended, event)).toMatch(/final/)
  })
})

describe('the words of an entry', () => {
  test.each([
    [entry('connections.request', active, active, { outcome: 'stale' }), /request is no longer possible/],
    [entry('connections.invitation', active, active, { outcome: 'stale' }), /already known/],
    [entry('proofs.request', initialState, initialState, { outcome: 'unmatched' }), /must be active/],
    [
      entry('connections.active', initialState, initialState, { outcome: 'unmatched' }),
      /belongs to another connection/,
    ],
    [
      entry('connections.completed', active, active, { outcome: 'stale', events: ['connection.request'] }),
      /request is no longer possible/,
    ],
    [entry('connections.completed', active, active, { outcome: 'stale', events: [] }), /already known/],
    [
      entry('connections.active', initialState, initialState, { outcome: 'unmatched', events: ['proof.failed'] }),
      /waits/,
    ],
    [entry('greeting', active, active, { outcome: 'ignored' }), /The topic greeting is unknown\./],
    [entry('connections.active', active, active, { outcome: 'failed', error: 'Broken' }), /Broken/],
  ])('%#', (given, words) => {
    expect(entryReason(given)).toMatch(words)
    expect(entryTitle(given)).toBe(given.topic)
  })
})

describe('a recorded history against the machine', () => {
  test('agrees where the machine does the same today', () => {
    const verified = { ...active, proof: 'verified' } as const
    const entries = [
      entry('connections.active', initialState, active),
      entry('connections.request', active, active, { outcome: 'stale' }),
      entry('proofs.verified', active, { ...active, proof: 'presentation' }, { id: 'first step' }),
      entry('proofs.verified', { ...active, proof: 'presentation' }, verified),
    ]
    expect(checkHistory(entries)).toEqual([])
  })

  test('goes by what a webhook told, not by its topic', () => {
    const presented = { ...active, proof: 'presentation' } as const
    const events = ['proof.presentation', 'proof.verified'] as const
    const steps = [
      entry('connections.request', initialState, active, { events: ['connection.active'] }),
      entry('connections.completed', active, active, {
        id: 'response told',
        webhookId: 'another',
        events: ['connection.response'],
        outcome: 'stale',
      }),
      entry('connections.completed', active, active, { events: [], outcome: 'stale' }),
      entry('proofs.verified', active, presented, { id: 'first', events }),
      entry('proofs.verified', presented, { ...presented, proof: 'verified' }, { events }),
    ]
    expect(checkHistory(steps)).toEqual([])
    const cutShort = checkHistory(steps.slice(0, -1)) // the machine would have gone on to verified
    expect(cutShort).toEqual([{ entryId: 'first', text: expect.stringMatching(/machine goes to .* proof verified/) }])
    const byTopic = steps.map(({ events: _, ...older }) => older)
    expect(checkHistory(byTopic).map(({ entryId }) => entryId)).toEqual([
      'connections.request',
      'response told',
      'connections.completed',
    ])
  })

  test.each([
    ['nothing told', [entry('connections.active', initialState, active, { events: [] })], /machine goes to invitation/],
    [
      'other than told',
      [entry('connections.active', initialState, active, { events: ['connection.response'] })],
      /machine goes to response/,
    ],
    [
      'one step that the machine does not take',
      [
        entry('proofs.verified', active, { ...active, proof: 'request' }, { id: 'first', events: ['proof.verified'] }),
        entry('proofs.verified', { ...active, proof: 'request' }, { ...active, proof: 'verified' }),
      ],
      /It went to .* proof request; the machine goes to .* proof verified/,
    ],
    [
      'another state',
      [entry('connections.active', initialState, { ...initialState, status: 'error' })],
      /machine goes to/,
    ],
    [
      'a step that is possible',
      [entry('connections.active', initialState, initialState, { outcome: 'stale' })],
      /applied/,
    ],
    ['a gap', [entry('connections.active', initialState, active), entry('x', ended, ended)], /starts from/],
  ])('differs: %s', (_, entries, words) => {
    expect(checkHistory(entries).map(({ text }) => text)).toEqual([expect.stringMatching(words)])
  })
})

describe('a history file', () => {
  const timeline: SessionTimeline = {
    sessionId: '4b7f4b5e-6d52-4a0c-8d1f-1b0c4d9f8a11',
    requestType: 'registration',
    connectionId: null,
    invitationId: 'invitation',
    expiresAt: '2026-01-02T03:04:05.000Z',
    entries: [
      entry('connections.active', initialState, active),
      entry('connections.request', active, active, { outcome: 'stale', events: ['connection.active'] }),
    ],
    commands: [],
  }
  const file = toHistoryFile(timeline, new Date(0))

  test('reads back as it was written', () => {
    expect(readHistoryFile(JSON.stringify(file))).toEqual({ file, numbers: [1, 2], faults: [] })
  })

  test.each([
    ['no JSON', 'x', /not JSON/],
    ['nothing', '', /not JSON/],
    ['an array', '[]', /not a session history/],
    ['a number', '7', /not a session history/],
    ['another version', JSON.stringify({ ...file, version: 2 }), /version 2; this page reads version 1/],
    ['no entries', JSON.stringify({ ...file, timeline: { ...timeline, entries: undefined } }), /timeline\.entries/],
    ['no session', JSON.stringify({ ...file, timeline: { ...timeline, sessionId: 7 } }), /timeline.sessionId is 7/],
  ])('is refused with the reason: %s', (_, text, words) => {
    expect(readHistoryFile(text)).toEqual({ problem: expect.stringMatching(words) })
  })

  const long = {
    ...timeline,
    entries: ['one', 'two', 'three', 'four'].map((id) =>
      entry('connections.request', active, active, { id, outcome: 'stale' }),
    ),
  }

  test.each([
    [
      'a state of another machine',
      { after: { ...active, status: 'asleep' } },
      /^Entry 2 is left out: after.status is "asleep"/,
    ],
    [
      'an event of another machine',
      { events: ['connection.slept'] },
      /^Entry 2 is left out: events.0 is "connection.slept"/,
    ],
    ['a time that is none', { at: 'soon' }, /^Entry 2 is left out: at is "soon"/],
    ['an id that was there', { id: 'one' }, /^Entry 2 is left out: it has the id of entry 1/],
    ['a text without an end', { topic: 'x'.repeat(9_999) }, /^Entry 2 is left out: topic is "x{59}…/],
  ])('with %s is read without that entry, which is told', (_, change, words) => {
    const entries = long.entries.map((one, index) => (index === 1 ? { ...one, ...change } : one))
    const read = readHistoryFile(JSON.stringify({ ...file, timeline: { ...long, entries } }))
    expect(read).toMatchObject({ numbers: [1, 3, 4], faults: [expect.stringMatching(words)] })
  })

  test('with an entry that is dated before the one it follows is read whole, and it is told', () => {
    const entries = long.entries.map((one, index) => (index === 2 ? { ...one, at: '2001-01-01T00:00:00.000Z' } : one))
    const read = readHistoryFile(JSON.stringify({ ...file, timeline: { ...long, entries } }))
    expect(read).toMatchObject({
      numbers: [1, 2, 3, 4],
      faults: ['Entry 3 is dated before entry 2, which it follows.'],
    })
  })

  test.each([null, 7, 'text', [[]]])('with %s for an entry is read without it', (nothing) => {
    const read = readHistoryFile(
      JSON.stringify({ ...file, timeline: { ...long, entries: [nothing, ...long.entries] } }),
    )
    expect(read).toMatchObject({
      numbers: [2, 3, 4, 5],
      faults: [expect.stringMatching(/^Entry 1 is left out: it is/)],
    })
  })

  test('is not said to differ after an entry that is missing, but where a step is impossible', () => {
    const asked = { ...active, proof: 'request' } as const
    const steps = [
      entry('connections.active', initialState, active, { id: 'one' }),
      entry('proofs.request', asked, asked, { id: 'four', outcome: 'stale' }),
      entry('x', ended, ended, { id: 'five' }),
    ]
    expect(checkParts(steps, [1, 4, 5]).map(({ entryId }) => entryId)).toEqual(['five'])
  })
})
