import { type ReactNode, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { Icon } from './icon.tsx'
import { type Mode, modes, type QaSearch, urlOf } from './qa-search.ts'
import { useKeys } from './use-keys.ts'

const names = {
  follow: 'Follow',
  sandbox: 'Sandbox',
  coverage: 'Coverage',
  tests: 'Tests',
  file: 'Import…',
} satisfies Record<Mode, string>

/** What stands above every mode: the modes, the finder, how the page hears of news, and ways to take along what one sees. */
export function TopBar(props: {
  search: QaSearch
  text: string
  onText: (text: string) => void
  link: ReactNode
  share: ReactNode
}) {
  const { search, text, onText, link, share } = props
  const field = useRef<HTMLInputElement>(null)
  const tabs = useRef<HTMLElement>(null)
  useEffect(() => {
    const here = tabs.current?.querySelector(`[data-mode="${search.mode}"]`)
    here?.scrollIntoView({ block: 'nearest', inline: 'nearest' }) // on a phone not all fit
  }, [search.mode])
  useKeys((key) => {
    if (key !== '/') return false
    field.current?.focus()
    field.current?.select()
    return true
  })
  return (
    <header className="qa-top">
      <span className="qa-mark" aria-hidden="true">
        N
      </span>
      <h1 className="qa-title">State machine</h1>
      <nav className="qa-modes" aria-label="Modes" ref={tabs}>
        {modes.map((name) => (
          <Link
            key={name}
            data-mode={name}
            href={urlOf({ ...search, mode: name, event: null, compare: null })}
            aria-current={search.mode === name ? 'page' : undefined}
          >
            {names[name]}
          </Link>
        ))}
      </nav>
      <span className="qa-fill" />
      <search className="qa-find">
        <input
          ref={field}
          type="search"
          aria-label="Find a session or event"
          aria-keyshortcuts="/"
          placeholder="Find a session or event"
          value={text}
          spellCheck={false}
          maxLength={255}
          onChange={({ target }) => onText(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              onText('')
              event.currentTarget.blur()
            }
          }}
        />
        <span className="qa-kbd" aria-hidden="true">
          /
        </span>
      </search>
      {link}
      {share}
      <Link className="qa-console qa-soft" href="/admin">
        Console <Icon name="out" />
      </Link>
    </header>
  )
}
