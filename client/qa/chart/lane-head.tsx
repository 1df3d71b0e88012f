import { groupBy } from '../../../shared/group-by.ts'
import { sessionChart } from '../../../shared/session-chart.ts'
import { Padlock } from './chart-state.tsx'
import { fitText, textWidth } from './geometry.ts'
import type { Drawing } from './lay-out.ts'
import type { Marks } from './marks.ts'
import type { Lane } from './place-lane.ts'
import type { LanePlan } from './plan-lane.ts'

const titleSize = 13

/** What a lane is about, and what opens it: said once, for all of its transitions. */
export function LaneHead({ lane: { plan, box }, drawing, marks }: { lane: Lane; drawing: Drawing; marks: Marks }) {
  const { name, description, transitions } = plan.region
  const title = name.slice(0, 1).toUpperCase() + name.slice(1)
  const isDown = drawing.direction === 'down'
  const y = box.y + 17
  const about = fitText(description ?? '', isDown ? box.width - textWidth(title, titleSize + 1) - 44 : 260, 12)
  const aboutX = box.x + 14 + textWidth(title, titleSize + 1) + 8
  const guard = guardOf(transitions.map((transition) => transition.guard))
  const isOpen = guard?.needs.some((id) => marks.current.has(id)) ?? false
  const lockX = isDown ? box.x + 14 : aboutX + textWidth(about, 12) + 14
  const lockY = isDown ? box.y + 24 : box.y + 6
  const text = guard && (isOpen ? `open, since ${sayNow(guard.needs, marks)}` : `moves only while ${guard.text}`)
  const textEnd = lockX + (text ? textWidth(text, 12) + 30 : 0)
  return (
    <>
      {!isDown && isForwardComplete(plan) && textEnd + textWidth(everyWay, 12) < box.x + box.width - 14 && (
        <text className="qa-lane-about qa-lane-end" x={box.x + box.width - 14} y={y}>
          {everyWay}
        </text>
      )}
      <text className="qa-lane-title" x={box.x + 14} y={y}>
        {title}
      </text>
      <text className="qa-lane-about" x={aboutX} y={y}>
        {about}
      </text>
      {guard && (
        <g className="qa-guard" data-guard={guard.name} transform={`translate(${lockX} ${lockY})`}>
          <Padlock isOpen={isOpen} />
          <text className="qa-lane-about" x={19} y={11}>
            {text && fitText(text, box.x + box.width - lockX - 30, 12)}
          </text>
        </g>
      )}
    </>
  )
}

const everyWay = 'any later state can come next, in one step'

/** Whether each state of the row leads to each later one. */
function isForwardComplete({ row, region }: LanePlan): boolean {
  const ways = new Set(region.transitions.map(({ from, to }) => `${from} ${to}`))
  return (
    row.length > 2 &&
    row.every((one, index) => row.slice(index + 1).every((later) => ways.has(`${one.id} ${later.id}`)))
  )
}

/** The guard that most transitions of a lane have: it is said once, for all. */
function guardOf(names: readonly (string | null)[]) {
  const counted = [...groupBy(names, (name) => name)].sort((a, b) => b[1].length - a[1].length)
  return sessionChart.guards.find(({ name }) => name === counted[0]?.[0]) ?? null
}

function sayNow(needs: readonly string[], { current }: Marks): string {
  const [id = ''] = needs.filter((need) => current.has(need))
  return id.replace('.', ' is ')
}
