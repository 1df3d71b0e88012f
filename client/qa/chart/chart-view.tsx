import './chart.css'
import './states.css'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { sessionChart } from '../../../shared/session-chart.ts'
import type { SessionEvent } from '../../../shared/session-status.ts'
import { useKeys } from '../use-keys.ts'
import { ChartLane } from './chart-lane.tsx'
import { crossingsOf, type Drawing, layOut, type Room } from './lay-out.ts'
import type { Marks } from './marks.ts'
import { nextState } from './next-state.ts'
import { Tip } from './tip.tsx'

/** What the chart shows beside the marks, and what it lets one do. */
export interface ChartProps {
  readonly marks: Marks
  /** What the drawing shows, in a sentence. */
  readonly label: string
  /** The second line of a state, by its id: how long it lasted, the key that sends. */
  readonly notes?: ReadonlyMap<string, string>
  /** Draws every way to skip a state, taken or not. */
  readonly showsSkips?: boolean
  /** The event that choosing a state sends, by the state's id; none where nothing can be sent. */
  readonly sends?: ReadonlyMap<string, SessionEvent>
  /** Events that a chip on a line sends. */
  readonly sendable?: ReadonlySet<SessionEvent>
  /** The keys that send them. */
  readonly sendKeys?: ReadonlyMap<SessionEvent, string>
  readonly onSend?: (event: SessionEvent) => void
  /** Says of a state, in lines, what leads there and why it does not, where it does not. */
  readonly explain: (stateId: string) => readonly string[]
}

const noNotes: ReadonlyMap<string, string> = new Map()
const noSends: ReadonlyMap<string, SessionEvent> = new Map()
const noKeys: ReadonlyMap<SessionEvent, string> = new Map()
const noEvents: ReadonlySet<SessionEvent> = new Set()

/** The machine, drawn to fill its pane; the table says the same in words. Where it is larger than the pane, `F` shows where the session is. */
export function ChartView(props: ChartProps) {
  const {
    marks,
    label,
    notes = noNotes,
    showsSkips = false,
    sends = noSends,
    sendable = noEvents,
    sendKeys = noKeys,
    onSend,
    explain,
  } = props
  const [pane, room] = useRoom()
  const [looked, look] = useState<string | null>(null)
  const drawing = useMemo(() => (room ? layOut(sessionChart, room) : null), [room])
  const crossing = useMemo(() => (drawing ? sayCrossings(drawing) : null), [drawing])

  useKeys((key) => {
    if (key !== 'f' && key !== 'F') return false
    pane.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'center', inline: 'center' })
    return true
  })

  const move = (event: KeyboardEvent) => {
    const from =
      event.target instanceof Element ? event.target.closest('[data-state]')?.getAttribute('data-state') : null
    if (!drawing || !from) return
    const send = sends.get(from)
    if ((event.key === 'Enter' || event.key === ' ') && !event.repeat) {
      event.preventDefault()
      if (send) onSend?.(send)
      return
    }
    const to = nextState(drawing, from, event.key)
    if (to === null) return
    event.preventDefault()
    pane.current?.querySelector<SVGElement>(`[data-state="${CSS.escape(to)}"]`)?.focus()
  }

  return (
    <figure className="qa-chart" aria-label={label} ref={pane}>
      {drawing && (
        // biome-ignore lint/a11y/noStaticElementInteractions: keys move between the states in it, which are buttons
        <div className="qa-drawing" style={sizeOf(drawing)} onKeyDown={move}>
          <svg
            className={looked === null ? 'qa-map' : 'qa-map qa-looking'}
            viewBox={`0 0 ${drawing.width} ${drawing.height}`}
            width={drawing.width * drawing.zoom}
            height={drawing.height * drawing.zoom}
          >
            <title>{label}</title>
            <Heads />
            {drawing.lanes.map((lane) => (
              <ChartLane
                key={lane.plan.region.name}
                {...{ lane, drawing, marks, notes, showsSkips, sends, sendable, sendKeys, looked }}
                onLook={look}
                onSend={onSend}
              />
            ))}
          </svg>
          {looked !== null && <Tip drawing={drawing} stateId={looked} lines={explain(looked)} />}
        </div>
      )}
      {crossing !== null && <figcaption className="qa-crossing">{crossing}</figcaption>}
    </figure>
  )
}

/** Which lines cross, where some of a machine's do so; only ways back ever do. */
function sayCrossings({ lanes }: Drawing): string | null {
  const pairs = [...new Set(crossingsOf(lanes).map(({ lines: [one, other] }) => `${one} × ${other}`))]
  return pairs.length === 0 ? null : `Lines that cross here: ${pairs.join(', ')}`
}

function sizeOf({ width, height, zoom }: Drawing) {
  return { width: width * zoom, height: height * zoom }
}

/** How much room an element has, as soon as it is known, and whenever it changes. */
function useRoom() {
  const element = useRef<HTMLElement>(null)
  const [room, setRoom] = useState<Room | null>(null)
  useEffect(() => {
    const { current } = element
    if (!current) return
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = current
      setRoom((known) => (known?.width === width && known.height === height ? known : { width, height }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  return [element, room] as const
}

const heads = ['plain', 'passed', 'last', 'possible', 'seen', 'unseen', 'lacking', 'other', 'route'] as const

/** One arrow head for each look: a marker has the colour of where it is defined and not of where it is used. */
function Heads() {
  return (
    <defs>
      {heads.map((look) => (
        <marker
          key={look}
          id={`qa-head-${look}`}
          className={`qa-head qa-look-${look}`}
          viewBox="0 0 8 8"
          refX="5"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0 8 4 0 8z" />
        </marker>
      ))}
    </defs>
  )
}
