import { useEffect, useState } from 'react'
import { entryTitle } from '../../shared/explain-event.ts'
import { Icon } from './icon.tsx'
import type { Past } from './past.ts'
import { useKeys } from './use-keys.ts'

const stepsMs = [1_000, 250, 50] as const

interface PlaybackProps {
  readonly past: Past
  /** The place of the entry looked at; null is the end, which moves on by itself where the session is live. */
  readonly index: number | null
  readonly onMove: (id: string | null) => void
  /** What the end is called, such as "Live". */
  readonly end: string
}

/** Moves through a timeline: by hand, step by step (`[`, `]`), or by itself; `L` goes to its end. */
export function Playback({ past: { entries }, index: given, onMove, end }: PlaybackProps) {
  const [isPlaying, setPlaying] = useState(false)
  const [stepMs, setStepMs] = useState<number>(stepsMs[0])
  const index = given ?? entries.length - 1
  const entry = entries[index]

  useEffect(() => {
    if (!isPlaying) return
    const timer = setTimeout(() => {
      const next = entries[index + 1]
      if (next) onMove(next.id)
      else setPlaying(false)
    }, stepMs)
    return () => clearTimeout(timer)
  }, [isPlaying, index, entries, stepMs, onMove])

  const go = (to: number) => {
    setPlaying(false)
    onMove(entries[to]?.id ?? null)
  }
  const back = () => index > 0 && go(index - 1)
  const forward = () => index < entries.length - 1 && go(index + 1)
  const play = () => {
    if (!isPlaying && index === entries.length - 1) onMove(entries[0]?.id ?? null)
    setPlaying(!isPlaying)
  }
  useKeys((key) => {
    if (key === '[') back()
    else if (key === ']') forward()
    else if (key === 'l' || key === 'L') go(entries.length)
    else return false
    return true
  })

  return (
    <fieldset className="qa-playback">
      <legend className="visually-hidden">Playback</legend>
      <button
        type="button"
        className="qa-button"
        aria-label="Back"
        aria-keyshortcuts="["
        disabled={index <= 0}
        onClick={back}
      >
        <Icon name="back" />
      </button>
      <button type="button" className="qa-button" disabled={entries.length < 2} onClick={play}>
        {isPlaying ? 'Pause' : 'Play'}
      </button>
      <button
        type="button"
        className="qa-button"
        aria-label="Forward"
        aria-keyshortcuts="]"
        disabled={index >= entries.length - 1}
        onClick={forward}
      >
        <Icon name="forward" />
      </button>
      <button
        type="button"
        className="qa-button"
        aria-pressed={given === null}
        aria-keyshortcuts="L"
        onClick={() => go(entries.length)}
      >
        {end}
      </button>
      <input
        type="range"
        aria-label="Timeline entry"
        aria-valuetext={entry ? `${index + 1} of ${entries.length}: ${entryTitle(entry)}` : 'empty'}
        min={0}
        max={Math.max(0, entries.length - 1)}
        value={Math.max(0, index)}
        disabled={entries.length < 2}
        onChange={({ target }) => go(Number(target.value))}
      />
      <span className="qa-position">{`${index + 1} of ${entries.length}`}</span>
      <select aria-label="Speed" value={stepMs} onChange={({ target }) => setStepMs(Number(target.value))}>
        {stepsMs.map((ms) => (
          <option key={ms} value={ms}>
            {`${1_000 / ms} a second`}
          </option>
        ))}
      </select>
      <span className="qa-hint qa-soft">
        drag to look at the past · <kbd className="qa-kbd">[</kbd> <kbd className="qa-kbd">]</kbd> step ·{' '}
        <kbd className="qa-kbd">L</kbd> {end.toLowerCase()}
      </span>
    </fieldset>
  )
}
