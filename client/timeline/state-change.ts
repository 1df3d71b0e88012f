import type { SessionState } from '../../shared/advance.ts'

const regions = { status: 'connection', credential: 'credential', proof: 'proof' } satisfies Record<
  keyof SessionState,
  string
>

/** What changed from one state to the next, such as "connection: invitation → request", one line a region. */
export function stateChange(before: SessionState | null, after: SessionState): string[] {
  const names = ['status', 'credential', 'proof'] as const
  return names.flatMap((name) => {
    const line = `${regions[name]}: ${before ? `${before[name]} → ` : ''}${after[name]}`
    return before?.[name] === after[name] || (!before && after[name] === 'idle') ? [] : [line]
  })
}
