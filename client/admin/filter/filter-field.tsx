import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react'
import { Icon } from '../outcome-icon.tsx'
import { count } from '../times.tsx'
import { readTokens, type Token, writeToken, writeTokens } from './filter-text.ts'
import { type Suggestion, useSuggestions } from './use-suggestions.ts'

interface FilterFieldProps {
  /** The words of the filter, as the address has them. */
  readonly q: string
  readonly onFilter: (q: string) => void
  readonly field: RefObject<HTMLInputElement | null>
}

const hint = 'outcome: topic: session: dialect: key: error: lag:>5s since: or any id'

/** The one field of the filter: what holds stands in it as tokens, and what could follow is suggested with how many it would leave. */
export function FilterField({ q, onFilter, field }: FilterFieldProps) {
  const tokens = readTokens(q)
  const [draft, setDraft] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const suggestions = useSuggestions(draft, q, isOpen)
  const id = useId()

  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter came from elsewhere
  useEffect(() => setDraft(''), [q])

  const commit = (text: string) => {
    const added = readTokens(text).filter(({ value }) => value !== '')
    if (added.length > 0) onFilter(writeTokens([...tokens.filter((token) => !replaces(added, token)), ...added]))
    setDraft('')
    setAt(-1)
    setOpen(false)
  }
  const choose = ({ text, isWhole }: Suggestion) => {
    if (isWhole) return commit(text)
    setDraft(text)
    setAt(-1)
    field.current?.focus()
  }
  const remove = (index: number) => onFilter(writeTokens(tokens.filter((_, other) => other !== index)))
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const chosen = suggestions[at]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((before) => Math.max(-1, Math.min(suggestions.length - 1, before + step)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (chosen) choose(chosen)
      else commit(draft)
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      if (isOpen && draft !== '') setOpen(false)
      else event.currentTarget.blur()
    } else if (event.key === 'Backspace' && draft === '' && tokens.length > 0) {
      event.preventDefault()
      const last = tokens.at(-1)
      remove(tokens.length - 1)
      if (last) setTimeout(() => setDraft(writeToken(last))) // after the new filter has emptied the field
    }
  }
  return (
    <search className="filter">
      <div className="filter-box">
        <Icon name="glass" />
        {tokens.map((token, index) => (
          <button
            key={writeToken(token)}
            type="button"
            className="token"
            title="Take this away"
            aria-label={`Take away ${writeToken(token)}`}
            onClick={() => remove(index)}
          >
            <TokenWords token={token} /> <span aria-hidden="true">×</span>
          </button>
        ))}
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label="Filter the events"
          aria-expanded={isOpen && suggestions.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={400}
          placeholder={tokens.length === 0 ? hint : ''}
          value={draft}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onChange={({ target }) => {
            setOpen(true)
            setAt(-1)
            if (/^\S*[^\s:"]\s$/.test(target.value) && target.value.includes(':')) commit(target.value)
            else setDraft(target.value)
          }}
          onKeyDown={press}
        />
        <kbd>/</kbd>
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Suggestions"
        className="suggestions"
        hidden={!(isOpen && suggestions.length > 0)}
      >
        {suggestions.map((suggestion, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field keeps the focus, and its keys choose
          <div
            key={suggestion.text}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            className="suggestion"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(suggestion)}
          >
            <code>{suggestion.text}</code> <span className="quiet">{suggestion.note}</span>
            <span className="space" />
            {suggestion.count !== null && <strong>{count(suggestion.count)}</strong>}
          </div>
        ))}
      </div>
    </search>
  )
}

function TokenWords({ token }: { token: Token }) {
  if (token.name === null) return <strong>{token.value}</strong>
  return (
    <>
      {token.isNot && '-'}
      {token.name}:<strong>{token.value}</strong>
    </>
  )
}

/** A condition takes the place of another of its name; several may be left out, and an id replaces an id. */
function replaces(added: readonly Token[], { name, isNot }: Token): boolean {
  return !isNot && added.some((token) => token.name === name && !token.isNot)
}
