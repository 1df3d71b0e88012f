import './tip.css'
import type { Drawing } from './lay-out.ts'

const tipWidth = 250

/** What is to be said of a state, beside it. */
export function Tip(props: { drawing: Drawing; stateId: string; lines: readonly string[] }) {
  const { drawing, stateId, lines } = props
  const { zoom, width } = drawing
  const box = drawing.lanes.map(({ states }) => states.get(stateId)).find((known) => known !== undefined)
  if (!box || lines.length === 0) return null
  const middle = (box.x + box.width / 2) * zoom
  const left = Math.max(4, Math.min(middle - tipWidth / 2, width * zoom - tipWidth - 4))
  const isHigh = box.y * zoom < 96
  const place = isHigh ? { top: (box.y + box.height) * zoom + 12 } : { bottom: (drawing.height - box.y) * zoom + 10 }
  const [first, ...rest] = lines
  return (
    <div className="qa-tip" style={{ left, width: Math.min(tipWidth, width * zoom - 8), ...place }} aria-hidden="true">
      <strong>{first}</strong>
      {rest.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  )
}
