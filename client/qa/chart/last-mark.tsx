import type { Point } from './geometry.ts'
import type { Chip } from './place-chips.ts'

/** How far a mark keeps from the names on its line. */
const clear = 12
/** From the end of the line, where its middles are taken. */
const beforeEnd = 24

/** The transition taken last: a ring on its line, where no name stands, and the word. */
export function LastMark({ points, chips }: { points: readonly Point[]; chips: readonly Chip[] }) {
  const [at, isUpright] = placeOf(points, chips) ?? []
  if (!at) return null
  return (
    <g>
      <circle className="qa-last" cx={at.x} cy={at.y} r={4} />
      <text
        className={isUpright ? 'qa-last-word qa-beside' : 'qa-last-word'}
        x={isUpright ? at.x + 9 : at.x}
        y={isUpright ? at.y + 4 : at.y - 8}
      >
        last
      </text>
    </g>
  )
}

/** The middle of a segment, those in the middle of the line first; else near its end. And whether the line is upright there. */
function placeOf(points: readonly Point[], chips: readonly Chip[]): readonly [Point, boolean] | null {
  const segments = points.slice(1).flatMap((to, index) => {
    const from = points[index]
    return from ? [{ from, to, isUpright: from.x === to.x }] : []
  })
  const centre = (segments.length - 1) / 2
  const ordered = [...segments.entries()].sort(([a], [b]) => Math.abs(a - centre) - Math.abs(b - centre))
  const middles = ordered.map(
    ([, { from, to, isUpright }]) => [{ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, isUpright] as const,
  )
  const end = segments.at(-1)
  if (!end) return null
  const back = { x: Math.sign(end.from.x - end.to.x), y: Math.sign(end.from.y - end.to.y) }
  const last = { x: end.to.x + back.x * beforeEnd, y: end.to.y + back.y * beforeEnd }
  return middles.find(([at]) => chips.every((chip) => isApart(at, chip))) ?? [last, end.isUpright]
}

function isApart({ x, y }: Point, { box }: Chip): boolean {
  return x < box.x - clear || x > box.x + box.width + clear || y < box.y - clear || y > box.y + box.height + clear
}
