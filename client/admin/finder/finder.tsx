import './finder.css'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Fragment, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { trpc } from '../../trpc.ts'
import { Icon, OutcomeIcon } from '../outcome-icon.tsx'
import { nameOf } from '../session-name.tsx'
import { timeText } from '../times.tsx'
import { type Place, placesFor } from './places.ts'

/** Finds any id, label, reference, topic, page or action, and goes there. */
export function Finder({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [, navigate] = useLocation()
  const id = useId()
  const words = text.trim()
  const { data, isFetching } = useQuery(
    trpc.admin.find.queryOptions(
      { text: words },
      { enabled: words.length > 1, placeholderData: keepPreviousData, staleTime: 2_000 },
    ),
  )
  const places = placesFor(words, words.length > 1 ? data : undefined)

  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])

  const go = (place: Place) => {
    onClose()
    if (place.href === null) onHelp()
    else if (place.href.startsWith('/api/')) window.location.assign(place.href)
    else navigate(place.href)
  }
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setAt((before) => (before + step + places.length) % Math.max(1, places.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const place = places[at]
      if (place) go(place)
    }
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it by itself
    <dialog
      ref={dialog}
      className="finder"
      aria-label="Find anything"
      onCancel={onClose}
      onClick={({ target, currentTarget }) => target === currentTarget && onClose()}
    >
      <div className="finder-field">
        <Icon name="glass" />
        <input
          type="text"
          role="combobox"
          aria-label="Find anything"
          aria-expanded={places.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={places[at] ? `${id}-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={255}
          placeholder="An id, a reference, a registration number, a label, a page"
          value={text}
          onChange={({ target }) => {
            setText(target.value)
            setAt(0)
          }}
          onKeyDown={press}
        />
        <kbd>esc</kbd>
      </div>
      <div id={`${id}-list`} role="listbox" aria-label="Found" className="finder-list" tabIndex={-1}>
        {places.map((place, index) => (
          <Fragment key={place.key}>
            {places[index - 1]?.kind !== place.kind && <h3 role="presentation">{place.kind}</h3>}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field keeps the focus, and its keys choose */}
            <div
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              className="finder-item"
              onClick={() => go(place)}
            >
              {place.outcome && <OutcomeIcon of={place.outcome} />}
              {place.session && <span className="reference">{nameOf(place.session)}</span>}
              <bdi dir="auto">{place.text}</bdi> <span className="quiet">{place.note}</span>
              <span className="space" />
              {place.at && <span className="quiet">{timeText(place.at)}</span>}
            </div>
          </Fragment>
        ))}
        {places.length === 0 && (
          <p className="finder-none">{isFetching ? 'Looking…' : `Nothing is called ${words}.`}</p>
        )}
      </div>
      <p className="finder-foot">
        <kbd>Up</kbd> <kbd>Down</kbd> choose <kbd>Enter</kbd> open
      </p>
    </dialog>
  )
}
