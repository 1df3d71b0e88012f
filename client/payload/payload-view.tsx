import './payload.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { parseJson } from '../../shared/parse-json.ts'
import { closings, type JsonLine, seenLines, toJsonLines } from './json-lines.ts'
import { readable } from './readable.ts'

/** What there is to say of a line with this name and value; null where nothing. */
export type Notes = (name: string, value: string) => string | null

/** The body as it came, laid out or raw. It is personal data, and null once it has been purged. */
export function Payload({ payload, notes }: { payload: string | null; notes?: Notes }) {
  const [isRaw, setRaw] = useState(false)
  const isJson = useMemo(() => payload !== null && parseJson(payload) !== undefined, [payload])
  return (
    <section className="payload" aria-label="Payload">
      <div className="panel-head">
        <h3>Payload</h3>
        {isJson && (
          <button type="button" className="link" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
            Raw
          </button>
        )}
      </div>
      {payload === null && <p className="quiet">Purged: payloads are kept for a limited time.</p>}
      {payload !== null && isJson && !isRaw && <LaidOut key={payload} json={payload} notes={notes} />}
      {payload !== null && (isRaw || !isJson) && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre tabIndex={0}>{payload}</pre>
      )}
    </section>
  )
}

const lineHeight = 22
const linesBeyond = 60

/** JSON as lines that fold up. Of any size: only the lines in sight, and some around them, are in the page. */
function LaidOut({ json, notes }: { json: string; notes: Notes | undefined }) {
  const scroller = useRef<HTMLDivElement>(null)
  const lines = useMemo(() => toJsonLines(json), [json])
  const closing = useMemo(() => closings(lines), [lines])
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set())
  const seen = useMemo(() => seenLines(lines, closing, closed), [lines, closing, closed])
  const virtual = useVirtualizer({
    count: seen.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: linesBeyond,
    getItemKey: (index) => seen[index] ?? index,
  })
  const toggle = (index: number) => {
    const next = new Set(closed)
    if (!next.delete(index)) next.add(index)
    setClosed(next)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={scroller} className="json" aria-label={`Payload, ${seen.length} lines`} tabIndex={0}>
      <ol style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const at = seen[index] ?? -1
          const line = lines[at]
          if (!line) return null
          const end = closing.get(at)
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={seen.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)`, paddingLeft: indent(line.depth) }}
            >
              {line.kind === 'open' && end !== undefined ? (
                <Fold line={line} last={lines[end]} isOpen={!closed.has(at)} onToggle={() => toggle(at)} />
              ) : (
                <Line line={line} note={notes && noteOn(line, notes)} />
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}

const deepestIndent = 12

function indent(depth: number): string {
  return `${Math.min(depth, deepestIndent) + 1.5}rem`
}

/** A line that opens an object or array; folded up, with what it ends with. */
function Fold(props: { line: JsonLine; last: JsonLine | undefined; isOpen: boolean; onToggle: () => void }) {
  const { line, last, isOpen, onToggle } = props
  const what = line.name === null ? (line.text === '[' ? 'array' : 'object') : readable(line.name)
  return (
    <>
      <button
        type="button"
        className="json-fold"
        aria-expanded={isOpen}
        aria-label={`${isOpen ? 'Fold' : 'Unfold'} ${what}`}
        onClick={onToggle}
      />
      <Name name={line.name} />
      {line.text}
      {!isOpen && `…${last?.text}${last?.isFollowed ? ',' : ''}`}
    </>
  )
}

function noteOn({ name, kind, text }: JsonLine, notes: Notes): string | null {
  if (name === null || kind === 'open') return null
  const [key, value] = [parseJson(name), parseJson(text)]
  return typeof key === 'string' ? notes(key, String(value)) : null
}

function Line({ line: { name, kind, text, isFollowed }, note }: { line: JsonLine; note: string | null | undefined }) {
  return (
    <>
      {note && <em className="json-note">{note}</em>}
      <Name name={name} />
      <span className={`json-${kind}`}>
        <Text text={kind === 'string' ? readable(text) : text} />
      </span>
      {isFollowed && ','}
    </>
  )
}

/** A member's name, apart from the value in whatever direction it is written. */
function Name({ name }: { name: string | null }) {
  if (name === null) return null
  return (
    <>
      <bdi className="json-name">{readable(name)}</bdi>:{' '}
    </>
  )
}

/** So much of a photograph is enough to see that it is one. */
const most = 2_000

/** A value; of a very long one its beginning, until all of it is wanted. */
function Text({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false)
  if (isWhole || text.length <= most) return <bdi>{text}</bdi>
  return (
    <>
      <bdi>{text.slice(0, most)}…</bdi>{' '}
      <button type="button" className="link" onClick={() => setWhole(true)}>
        Show {text.length - most} more characters
      </button>
    </>
  )
}
