import { useEffect, useState } from 'react'
import { entryTitle } from '../../shared/explain-event.ts'
import type { TimelineEntry } from '../../shared/session-timeline.ts'
import { Button } from './qa-parts.tsx'

const stepsMs = [1_000, 250, 50] as const

interface PlaybackProps {
  readonly entries: readonly TimelineEntry[]
  /** The entry looked at; null is the end, which moves on by itself where the session is live. */
  readonly at: string | null
  readonly onMove: (id: string | null) => void
  /** What the end is called, such as "Live". */
  readonly end: string
}

/** Moves through a timeline: by hand, step by step, or by itself. */
export function Playback({ entries, at, onMove, end }: PlaybackProps) {
  const [isPlaying, setPlaying] = useState(false)
  const [stepMs, setStepMs] = useState<number>(stepsMs[0])
  const found = at === null ? -1 : entries.findIndex(({ id }) => id === at)
  const index = found < 0 ? entries.length - 1 : found
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
  const play = () => {
    if (!isPlaying && index === entries.length - 1) onMove(entries[0]?.id ?? null)
    setPlaying(!isPlaying)
  }

  return (
    <fieldset className="qa-playback">
      <legend>Playback</legend>
      <Button disabled={index <= 0} onClick={() => go(index - 1)}>
        <span aria-hidden="true">◂ </span>Back
      </Button>
      <Button disabled={entries.length < 2} onClick={play}>
        {isPlaying ? 'Pause' : 'Play'}
      </Button>
      <Button disabled={index >= entries.length - 1} onClick={() => go(index + 1)}>
        Forward<span aria-hidden="true"> ▸</span>
      </Button>
      <button type="button" aria-pressed={at === null} onClick={() => go(entries.length)}>
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
      <span className="qa-position">
        {index + 1} / {entries.length}
      </span>
      <select aria-label="Speed" value={stepMs} onChange={({ target }) => setStepMs(Number(target.value))}>
        {stepsMs.map((ms) => (
          <option key={ms} value={ms}>
            {1_000 / ms} per second
          </option>
        ))}
      </select>
    </fieldset>
  )
}
