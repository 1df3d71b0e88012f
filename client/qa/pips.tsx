import { sessionChart } from '../../shared/session-chart.ts'
import { stateIdsOf } from '../../shared/state-ids.ts'
import { lanesOf } from './chart/lay-out.ts'
import { progressOf } from './chart/marks.ts'
import type { RailSession } from './use-sessions.ts'

const lanes = lanesOf(sessionChart).map(({ name }) => name)

/** How far each region of a session is, in three short bars; one that has ended badly is crossed out. */
export function Pips({ session }: { session: Pick<RailSession, 'status' | 'credential' | 'proof'> }) {
  const here = stateIdsOf(session)
  const parts = lanes.map((region) => here.find((id) => id.startsWith(`${region}.`)) ?? '')
  return (
    <span className="qa-pips" role="img" aria-label={parts.map((id) => id.replace('.', ' ')).join(', ')}>
      {parts.map((id) => {
        const progress = id === '' ? 0 : progressOf(id)
        return (
          <i key={id} className={progress === null ? 'qa-pip-bad' : ''}>
            {progress !== null && <b style={{ width: `${progress * 100}%` }} />}
          </i>
        )
      })}
    </span>
  )
}
