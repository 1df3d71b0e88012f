import { isEnded, type SessionState } from '../../shared/advance.ts'
import { expectedPath } from '../../shared/expected-path.ts'
import type { RequestType } from '../../shared/session-status.ts'
import { stateIdsOf } from '../../shared/state-ids.ts'
import type { PathStep } from './chart/marks.ts'
import { Panel } from './qa-parts.tsx'

type Standing = 'here' | 'passed' | 'skipped' | 'not reached' | 'to come'

const signs = { here: '▸', passed: '✓', skipped: '↷', 'not reached': '✗', 'to come': '·' } satisfies Record<
  Standing,
  string
>

/** The path that a session without trouble takes, against the one this session took. */
export function PathPanel(props: {
  requestType: RequestType
  state: SessionState
  path: readonly PathStep[]
  isCompared: boolean
  onCompare: (isCompared: boolean) => void
}) {
  const { requestType, state, path, isCompared, onCompare } = props
  const { standings, detours } = comparePaths(requestType, state, path)
  return (
    <Panel label="Expected path" heading="Expected and actual path">
      <label>
        <input type="checkbox" checked={isCompared} onChange={({ target }) => onCompare(target.checked)} /> Show the
        expected path in the chart
      </label>
      <ol className="qa-path">
        {standings.map(([id, standing]) => (
          <li key={id} data-standing={standing}>
            <span aria-hidden="true">{signs[standing]}</span> <span className="code">{id}</span>{' '}
            <span className="quiet">{standing}</span>
          </li>
        ))}
      </ol>
      {detours.length > 0 && <p>Off the path: {detours.join(', ')}.</p>}
    </Panel>
  )
}

/** How far a session is on its expected path, and where it left it. */
function comparePaths(requestType: RequestType, state: SessionState, path: readonly PathStep[]) {
  const expected = expectedPath(requestType)
  const here = new Set(stateIdsOf(state))
  const passed = new Set(path.flatMap(({ after }) => (after ? stateIdsOf(after) : [])))
  const regionOf = (id: string) => id.split('.')[0]
  const standings = expected.map((id, index): [string, Standing] => {
    if (here.has(id)) return [id, 'here']
    if (passed.has(id)) return [id, 'passed']
    const isOvertaken = expected.some(
      (later, at) => at > index && regionOf(later) === regionOf(id) && (passed.has(later) || here.has(later)),
    )
    if (isOvertaken) return [id, 'skipped']
    const hasLeft = [...here].some((stateId) => regionOf(stateId) === regionOf(id) && !expected.includes(stateId))
    return [id, hasLeft || isEnded(state.status) ? 'not reached' : 'to come']
  })
  const known = new Set(expected)
  const regions = new Set(expected.map(regionOf))
  return { standings, detours: [...passed].filter((id) => !known.has(id) && regions.has(regionOf(id))) }
}
