import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { trpc } from '../../trpc.ts'
import { readFilter, tokenNames } from './filter-text.ts'

/** What could follow in the field: `isWhole` where choosing it makes it a condition, else it goes on being typed. */
export interface Suggestion {
  readonly text: string
  readonly note: string
  readonly count: number | null
  readonly isWhole: boolean
}

const notes: Readonly<Record<string, string>> = {
  outcome: 'applied, stale, unmatched, ignored, failed',
  topic: 'a topic, or proofs.*',
  session: 'any id of a session',
  dialect: 'how its sender spoke',
  key: 'a connection or invitation; none',
  error: 'words of its error',
  lag: '>5s: how late it came',
  since: '1h, 14:00, 2026-11-25',
  until: 'the same',
  organization: 'its id',
  is: 'dead-letter, redelivered',
}
const fixed: Readonly<Record<string, readonly string[]>> = {
  since: ['15m', '1h', '6h', 'today', '7d'],
  until: ['1h', 'today'],
  lag: ['>1s', '>5s', '>1m'],
  is: ['dead-letter', 'redelivered'],
  key: ['none'],
}
const most = 8

/** What begins like the word that is typed: names of conditions, then values with how many each would leave. */
export function useSuggestions(draft: string, q: string, isOpen: boolean): Suggestion[] {
  const [, minus = '', name = '', typed = ''] = /^(-?)([a-z]*)(?::"?([^"]*)"?)?$/i.exec(draft.trim()) ?? []
  const isValue = draft.includes(':')
  const by = isValue ? countable(name) : null
  const filter = useMemo(() => readFilter(q, new Date()).filter, [q])
  const { data: counts = [] } = useQuery(
    trpc.admin.counts.queryOptions(
      { by: by ?? 'topic', filter },
      { enabled: isOpen && by !== null, staleTime: 5_000, placeholderData: keepPreviousData },
    ),
  )
  if (!isOpen) return []
  if (!isValue) {
    if (draft !== '' && minus === '' && name === '') return []
    return tokenNames
      .filter((token) => token.startsWith(name.toLowerCase()) && (minus === '' || canLeaveOut(token)))
      .map((token) => ({ text: `${minus}${token}:`, note: notes[token] ?? '', count: null, isWhole: false }))
  }
  if (by === null)
    return (fixed[name] ?? [])
      .filter((value) => value.startsWith(typed))
      .map((value) => whole(`${name}:${value}`, null))
  const found = counts.filter(({ value }) => value.toLowerCase().includes(typed.toLowerCase()))
  const families = by === 'topic' ? familiesIn(found, typed) : []
  return [...families, ...found]
    .slice(0, most)
    .map(({ value, count }) =>
      whole(`${minus}${name}:${/\s/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`, count),
    )
}

function whole(text: string, count: number | null): Suggestion {
  return { text, note: '', count, isWhole: true }
}

function countable(name: string): 'topic' | 'outcome' | 'dialect' | 'error' | null {
  return name === 'topic' || name === 'outcome' || name === 'dialect' || name === 'error' ? name : null
}

function canLeaveOut(name: string): boolean {
  return name === 'topic' || name === 'outcome' || name === 'dialect'
}

/** Topics that begin alike, as one: `proofs.*`. */
function familiesIn(topics: readonly { readonly value: string; readonly count: number }[], typed: string) {
  const sums = new Map<string, { count: number; topics: number }>()
  for (const { value, count } of topics) {
    const family = `${value.split('.')[0]}.*`
    const sum = sums.get(family) ?? { count: 0, topics: 0 }
    sums.set(family, { count: sum.count + count, topics: sum.topics + 1 })
  }
  return [...sums]
    .filter(([family, { topics }]) => topics > 1 && family.startsWith(typed.replace('*', '')))
    .map(([value, { count }]) => ({ value, count }))
}
