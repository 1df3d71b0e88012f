import type { RequestType } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { isEnded } from '../live/is-ended.ts'
import { dropAnswer, keepView } from '../live/kept-sessions.ts'
import { serverNow } from '../live/server-clock.ts'
import { sessionCalls } from '../live/session-calls.ts'
import { useCall } from '../live/use-call.ts'
import { withRetries } from '../live/with-retries.ts'
import { navigate, useAddress } from './address.tsx'
import type { Again } from './again.ts'
import { enter, leave } from './own-sessions.ts'
import { requestTypeIn, urlOf } from './session-url.ts'
import { isFinished } from './step.ts'

const askRetries = 1

type Asked = { readonly sessionId: string; readonly version: number; readonly askedAt: number }

/** Makes a session and goes to its code: the first one, or a new one of the same type in place of `old`. */
export function useCreate(old: SessionView | null) {
  const { search } = useAddress()
  const { call, isPending, error, reset } = useCall(
    (requestType: RequestType) => sessionCalls.create({ requestType }),
    {
      onDone(view) {
        keepView(view)
        enter(view.sessionId)
        navigate(urlOf('connect', view.sessionId), 'replace')
      },
    },
  )
  const requestType = old?.requestType ?? requestTypeIn(search)
  return { create: () => call(requestType), reset, isPending, error }
}

/**
 * Leaves a session for good and goes back to the beginning. One that is under way is cancelled; what is
 * finished stays finished. The student is let go even if the server cannot be told: it forgets by itself.
 */
export function useStartAgain(view: SessionView | null, onLeft: () => void) {
  const goBack = () => {
    leave()
    onLeft()
    navigate('/register/intro')
  }
  const cancel = useCall((sessionId: string) => sessionCalls.cancel({ sessionId }), { onDone: keepView, onEnd: goBack })
  return {
    isPending: cancel.isPending,
    startAgain() {
      if (view && !isEnded(view.status) && !isFinished(view)) cancel.call(view.sessionId)
      else goBack()
    },
  }
}

/**
 * Has the wallet asked again, at the student's wish: everything is asked once by the server itself. What it tells is about
 * the version of `view` alone. `askedAt` is in server time, in milliseconds; 0 where nothing was asked.
 */
export function useAskAgain(view: SessionView | null) {
  const { call, output, input, isPending, error } = useCall(
    ({ procedure, sessionId }: Again & Asked) => {
      dropAnswer(sessionId) // what was refused before
      return withRetries(() => sessionCalls[procedure]({ sessionId }), new AbortController().signal, askRetries)
    },
    { onDone: keepView },
  )
  const isThis = input?.sessionId === view?.sessionId
  return {
    askAgain: (again: Again) => {
      if (view) call({ ...again, sessionId: view.sessionId, version: view.version, askedAt: serverNow() })
    },
    asking: { isPending: isThis && isPending, error: isThis && input?.version === view?.version ? error : null },
    askedAt: isThis ? (input?.askedAt ?? 0) : 0,
    /** Whether the platform's answer is what is waited for now. */
    isAsked: output !== undefined && output.sessionId === view?.sessionId && output.version === view.version,
  }
}
