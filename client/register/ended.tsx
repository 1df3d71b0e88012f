import type { SessionView } from '../../shared/session-view.ts'
import { endOf } from './place.ts'
import { Reference } from './reference.tsx'

interface EndedProps {
  view: SessionView
  isCreating: boolean
  onCreate: () => void
}

const actions = {
  expired: 'Get a new code',
  declined: 'Get a new code',
  failed: 'Try again',
} satisfies Record<ReturnType<typeof endOf>, string>

/** The way on from a session that ended unfinished. */
export function Ended({ view, isCreating, onCreate }: EndedProps) {
  return (
    <>
      <button type="button" className="button" disabled={isCreating} onClick={onCreate}>
        {actions[endOf(view)]}
      </button>
      <Reference sessionId={view.sessionId} />
    </>
  )
}
