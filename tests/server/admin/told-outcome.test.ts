import { expect, test } from 'vitest'
import { readOutcomes } from '../../../server/admin/told-outcome.ts'
import type { OutcomeFacts } from '../../../shared/session-outcome.ts'

const start: OutcomeFacts = {
  status: 'invitation',
  proof: 'idle',
  credential: 'idle',
  requestType: 'registration',
  endedBy: null,
}
const stalledFrom: readonly (readonly [string, Partial<OutcomeFacts>])[] = [
  ['started', {}],
  ['scanned', { status: 'request' }],
  ['connected', { status: 'completed', proof: 'request' }],
  ['shared', { status: 'completed', proof: 'presentation' }],
  ['verified', { status: 'completed', proof: 'verified' }],
  ['offered', { status: 'completed', proof: 'verified', credential: 'request' }],
]

test('an open session that stands still has stalled at the step it reached; no other has', async () => {
  const entry = { theirLabel: null, state: '', since: '', stillMs: 9, p95Ms: 1 }
  const told = await readOutcomes({ coverage: async () => ({ stuck: [{ sessionId: 'stuck', ...entry }] }) })
  for (const [step, facts] of stalledFrom) {
    expect(told({ sessionId: 'stuck', ...start, ...facts })).toEqual({ outcome: 'open', stalledAt: step })
    expect(told({ sessionId: 'other', ...start, ...facts })).toEqual({ outcome: 'open', stalledAt: null })
  }
  const declined = { ...start, status: 'completed', proof: 'declined' } as const
  expect(told({ sessionId: 'stuck', ...declined })).toEqual({ outcome: 'declined', stalledAt: null })
})
