import type { Look } from './look-of.ts'

const looks: readonly Look[] = ['last', 'passed', 'possible', 'seen', 'unseen', 'plain']

/** One arrow head for each look: a marker has the colour of where it is defined and not of where it is used. */
export function ArrowHeads() {
  return (
    <svg className="qa-heads" aria-hidden="true">
      <defs>
        {looks.map((look) => (
          <marker
            key={look}
            id={`qa-head-${look}`}
            className={`qa-look-${look}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="9"
            markerHeight="9"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0 8 4 0 8z" />
          </marker>
        ))}
      </defs>
    </svg>
  )
}
