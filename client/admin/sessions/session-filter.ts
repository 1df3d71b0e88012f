import type { SessionOutcome } from '../../../shared/session-outcome.ts'
import type { SessionStatus } from '../../../shared/session-status.ts'

const statuses = ['invitation', 'request', 'response', 'active', 'completed', 'error', 'abandoned'] as const

const outcomes = ['open', 'registered', 'signed-in', 'declined', 'failed', 'expired', 'cancelled'] as const

interface SessionFilter {
  readonly input: {
    readonly status?: SessionStatus
    readonly outcome?: SessionOutcome
    readonly text?: string
    readonly only?: 'open' | 'stuck'
  }
  readonly notUnderstood: readonly string[]
}

/** The filter that the words mean, and which of them mean nothing. */
export function readSessionFilter(q: string): SessionFilter {
  let input: SessionFilter['input'] = {}
  const notUnderstood: string[] = []
  for (const word of q.split(/\s+/).filter((part) => part !== '')) {
    const [, name, value = ''] = /^([a-z]+):(.*)$/.exec(word) ?? []
    const status = statuses.find((known) => known === value)
    const outcome = outcomes.find((known) => known === value)
    if (name === 'outcome' && outcome) input = { ...input, outcome }
    else if (name === 'status' && status) input = { ...input, status }
    else if (name === 'is' && (value === 'open' || value === 'stuck')) input = { ...input, only: value }
    else if (name === undefined || !['status', 'is', 'outcome'].includes(name))
      input = { ...input, text: input.text ? `${input.text} ${word}` : word }
    else notUnderstood.push(word)
  }
  return { input, notUnderstood }
}
