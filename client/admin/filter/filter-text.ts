import type { WebhookFilter } from '../../../shared/admin-inputs.ts'
import { readTime } from './read-time.ts'

/** One condition as it stands in the field: `outcome:failed`, `-topic:proofs.*`, or any id alone, which has no name. */
export interface Token {
  readonly name: TokenName | null
  readonly value: string
  readonly isNot: boolean
}

export const tokenNames = [
  ...([
    'outcome',
    'topic',
    'session',
    'dialect',
    'key',
    'error',
    'lag',
    'since',
    'until',
    'organization',
    'is',
  ] as const),
] as const
export type TokenName = (typeof tokenNames)[number]

const outcomes = ['applied', 'stale', 'unmatched', 'ignored', 'failed'] as const
const dialects = ['guide', 'platform', 'credebl', 'reconciler'] as const
const outcomeOf = (value: string) => outcomes.find((known) => known === value)
const dialectOf = (value: string) => dialects.find((known) => known === value)

/** What each word of the field is; quotes keep words with spaces together. */
export function readTokens(text: string): Token[] {
  const words = text.match(/-?[a-z]+:"[^"]*"?|"[^"]*"?|\S+/gi) ?? []
  return words.map((word) => {
    const [, minus = '', name = '', value = ''] = /^(-?)([a-z]+):(.*)$/i.exec(word) ?? []
    const known = tokenNames.find((token) => token === name.toLowerCase())
    if (!known) return { name: null, value: unquoted(word), isNot: false }
    return { name: known, value: unquoted(value), isNot: minus !== '' }
  })
}

/** The words again. */
export function writeTokens(tokens: readonly Token[]): string {
  return tokens.map(writeToken).join(' ')
}

/** One of them. */
export function writeToken({ name, value, isNot }: Token): string {
  const word = /[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value
  return name === null ? word : `${isNot ? '-' : ''}${name}:${word}`
}

/** The words with `token` in them, in the place of what they said of the same before; taken out where `value` is empty. */
export function withToken(text: string, name: TokenName, value: string): string {
  const others = readTokens(text).filter((token) => token.name !== name || token.isNot)
  return writeTokens(value === '' ? others : [...others, { name, value, isNot: false }])
}

/** The filter that the words mean, at `now`, and which of them mean nothing. */
export function readFilter(
  text: string,
  now: Date,
): { readonly filter: WebhookFilter; readonly notUnderstood: Token[] } {
  const filter: WebhookFilter = {}
  const notUnderstood = readTokens(text).filter((token) => !apply(filter, token, now))
  return { filter, notUnderstood }
}

/** What looks like a condition and is none; ids can have colons too. */
const unknownName = /^(?!did:|urn:|https?:|platform:|credebl:|reconciler:)-?[a-z]+:/i

/** Answers false where the token says nothing that can be done. */
function apply(filter: WebhookFilter, token: Token, now: Date): boolean {
  const { name, value, isNot } = token
  if (value === '') return false
  if (isNot) return leaveOut(filter, token)
  switch (name) {
    case null:
      if (filter.text !== undefined || value.length > 255 || unknownName.test(value)) return false
      filter.text = value
      return true
    case 'outcome':
      return applyOutcomes(filter, value)
    case 'dialect': {
      const dialect = dialectOf(value)
      if (dialect) filter.dialect = dialect
      return dialect !== undefined
    }
    case 'since':
    case 'until': {
      const time = readTime(value, now)
      if (time) filter[name === 'since' ? 'from' : 'to'] = time.toISOString()
      return time !== null
    }
    case 'lag': {
      const lag = /^>?(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(value)
      if (lag) filter.minLagSeconds = Number(lag[1]) * { ms: 0.001, s: 1, m: 60, h: 3600 }[readUnit(lag[2])]
      return lag !== null && (filter.minLagSeconds ?? 0) > 0
    }
    case 'is':
      if (value === 'dead-letter') filter.deadLetter = true
      else if (value === 'redelivered') filter.redelivered = true
      else return false
      return true
    default:
      filter[name === 'organization' ? 'organizationId' : name] = value
      return value.length <= 255
  }
}

function readUnit(unit: string | undefined): 'ms' | 's' | 'm' | 'h' {
  return unit === 'ms' || unit === 'm' || unit === 'h' ? unit : 's'
}

function applyOutcomes(filter: WebhookFilter, value: string): boolean {
  const named = value.split(',').map(outcomeOf)
  const known = named.flatMap((outcome) => outcome ?? [])
  const [only] = known
  if (!only || known.length < named.length) return false
  if (known.length === 1) filter.outcome = only
  else filter.anyOutcome = known
  return true
}

function leaveOut(filter: WebhookFilter, { name, value }: Token): boolean {
  const left = filter.without ?? {}
  const [outcome, dialect] = [outcomeOf(value), dialectOf(value)]
  if (name === 'topic') filter.without = { ...left, topic: [...(left.topic ?? []), value] }
  else if (name === 'outcome' && outcome) filter.without = { ...left, outcome: [...(left.outcome ?? []), outcome] }
  else if (name === 'dialect' && dialect) filter.without = { ...left, dialect: [...(left.dialect ?? []), dialect] }
  else return false
  return true
}

function unquoted(text: string): string {
  return text.replace(/^"|"$/g, '')
}
