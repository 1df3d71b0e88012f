import { sessionChart } from '../../shared/session-chart.ts'
import type { Marks } from './chart/marks.ts'

const idOf = (id: string) => id.replace('.', '_')

/** The machine as a Mermaid state diagram, with where it is now marked (https://mermaid.js.org/syntax/stateDiagram.html). */
export function toMermaid({ current, counts, passed }: Marks): string {
  const times = (id: string) => (counts ? ` ×${counts.get(id) ?? 0}` : '')
  const regions = sessionChart.regions.map(({ states, transitions, stays }) =>
    [
      ...states.map(({ id, name }) => `    state "${name}${times(id)}" as ${idOf(id)}`),
      ...states.filter(({ isInitial }) => isInitial).map(({ id }) => `    [*] --> ${idOf(id)}`),
      ...transitions.map(
        ({ id, from, to, event, guard }) => `    ${idOf(from)} --> ${idOf(to)} : ${event}${needs(guard)}${times(id)}`,
      ),
      ...stays.map(({ state, event, guard }) => `    ${idOf(state)} --> ${idOf(state)} : ${event}${needs(guard)}`),
      ...states.filter(({ isFinal }) => isFinal).map(({ id }) => `    ${idOf(id)} --> [*]`),
    ].join('\n'),
  )
  const states = new Set(sessionChart.regions.flatMap((region) => region.states.map(({ id }) => id)))
  const marked = [
    ...[...passed].filter((id) => states.has(id) && !current.has(id)).map((id) => `  class ${idOf(id)} passed`),
    ...[...current].map((id) => `  class ${idOf(id)} current`),
  ]
  const classes = ['  classDef current fill:#0a6640,color:#ffffff', '  classDef passed fill:#e6f4ec,color:#17211b']
  return [
    'stateDiagram-v2',
    '  state session {',
    regions.join('\n    --\n'),
    '  }',
    ...(marked.length > 0 ? [...classes, ...marked] : []),
    '',
  ].join('\n')
}

function needs(guard: string | null): string {
  return guard ? ` [${guard}]` : ''
}
