import { sessionChart } from '../../shared/session-chart.ts'
import type { Marks } from './chart/marks.ts'

const idOf = (id: string) => id.replace('.', '_')

/** The machine as a Mermaid state diagram, with where it is now marked (https://mermaid.js.org/syntax/stateDiagram.html). */
export function toMermaid({ current, counts }: Marks): string {
  const times = (id: string) => (counts ? ` ×${counts.get(id) ?? 0}` : '')
  const regions = sessionChart.regions.map(({ states, transitions }) =>
    [
      ...states.map(({ id, name }) => `    state "${name}${times(id)}" as ${idOf(id)}`),
      ...states.filter(({ isInitial }) => isInitial).map(({ id }) => `    [*] --> ${idOf(id)}`),
      ...transitions.map(({ id, from, to, event, guard }) => {
        const needs = guard ? ` [${guard}]` : ''
        return `    ${idOf(from)} --> ${idOf(to)} : ${event}${needs}${times(id)}`
      }),
      ...states.filter(({ isFinal }) => isFinal).map(({ id }) => `    ${idOf(id)} --> [*]`),
    ].join('\n'),
  )
  const marked = [...current].map((id) => `  class ${idOf(id)} current`)
  return [
    'stateDiagram-v2',
    '  state session {',
    regions.join('\n    --\n'),
    '  }',
    ...(marked.length > 0 ? ['  classDef current fill:#0a6640,color:#ffffff', ...marked] : []),
    '',
  ].join('\n')
}
