import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '../../server/trpc/router.ts'
import { sessionCalls } from '../live/session-calls.ts'
import { useAnswer } from '../live/use-answer.ts'
import { pageSettings } from '../page-settings.ts'
import { say, useWords } from '../ui/messages.ts'

/** What is known of the portal that has sent this browser here. */
export type PortalInvitation = NonNullable<inferRouterOutputs<AppRouter>['session']['portal']>

/**
 * The portal that has sent this browser here, null where none has; of a session, where it was begun for that portal
 * in this browser. Nobody is asked where no portal may send anybody.
 */
export function usePortal(sessionId: string | null): PortalInvitation | null {
  return useAnswer(pageSettings().portals ? (sessionId ?? '') : null, askFor)
}

function askFor(sessionId: string, signal: AbortSignal) {
  return sessionCalls.portal(sessionId === '' ? {} : { sessionId }, signal)
}

/** The way back. `isMain`: there is nothing else to do here. */
export function ReturnToPortal({ name, isMain }: { name: string; isMain: boolean }) {
  const { actions } = useWords()
  return (
    <a href="/oidc/return" className={isMain ? 'button' : 'link'}>
      {say(actions.returnTo({ portal: name }))}
    </a>
  )
}
