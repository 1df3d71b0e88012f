import { useMutation } from '@tanstack/react-query'
import { useLocation, useSearch } from 'wouter'
import type { RequestType } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { isTransient } from '../live/failure.ts'
import { isEnded } from '../live/is-ended.ts'
import { serverNow } from '../live/server-clock.ts'
import { keepView, sessionQuery } from '../live/session-query.ts'
import { queryClient } from '../query-client.ts'
import { client } from '../server.ts'
import type { Again } from './again.ts'
import { enter, leave } from './own-sessions.ts'
import { requestTypeIn, urlOf } from './session-url.ts'
import { isFinished } from './step.ts'

const askRetries = 1

type BySession = { readonly sessionId: string }
type Asked = { readonly version: number; readonly askedAt: number }

/** Makes a session and goes to its code: the first one, or a new one of the same type in place of `old`. */
export function useCreate(old: SessionView | null) {
  const [, navigate] = useLocation()
  const search = useSearch()
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (input: { requestType: RequestType }) => client.session.create.mutate(input),
    onSuccess(view) {
      keepView(view)
      enter(view.sessionId)
      navigate(urlOf('connect', view.sessionId), { replace: true })
    },
  })
  const requestType = old?.requestType ?? requestTypeIn(search)
  return { create: () => mutate({ requestType }), reset, isPending, error }
}

/**
 * Leaves a session for good and goes back to the beginning. One that is under way is cancelled; what is
 * finished stays finished. The student is let go even if the server cannot be told: it forgets by itself.
 */
export function useStartAgain(view: SessionView | null, onLeft: () => void) {
  const [, navigate] = useLocation()
  const goBack = () => {
    leave()
    onLeft()
    navigate('/register/intro')
  }
  const cancel = useMutation({
    mutationFn: (input: BySession) => client.session.cancel.mutate(input),
    onSuccess: keepView,
    onSettled: goBack,
  })
  return {
    isPending: cancel.isPending,
    startAgain() {
      if (view && !isEnded(view.status) && !isFinished(view)) cancel.mutate({ sessionId: view.sessionId })
      else goBack()
    },
  }
}

/**
 * Has the wallet asked again, at the student's wish: everything is asked once by the server itself. What it tells is about
 * the version of `view` alone. `askedAt` is in server time, in milliseconds; 0 where nothing was asked.
 */
export function useAskAgain(view: SessionView | null) {
  const { mutate, data, variables, isPending, error } = useMutation({
    mutationFn: ({ procedure, sessionId }: BySession & Again & Asked) =>
      client.session[procedure].mutate({ sessionId }),
    retry: (failures, error) => failures < askRetries && isTransient(error),
    onMutate: ({ sessionId }) => queryClient.cancelQueries({ queryKey: sessionQuery(sessionId).queryKey }), // what was refused before
    onSuccess: keepView,
  })
  const isThis = variables?.sessionId === view?.sessionId
  return {
    askAgain: (again: Again) => {
      if (view) mutate({ ...again, sessionId: view.sessionId, version: view.version, askedAt: serverNow() })
    },
    asking: { isPending: isThis && isPending, error: isThis && variables?.version === view?.version ? error : null },
    askedAt: isThis ? (variables?.askedAt ?? 0) : 0,
    /** Whether the platform's answer is what is waited for now. */
    isAsked: data !== undefined && data.sessionId === view?.sessionId && data.version === view.version,
  }
}
