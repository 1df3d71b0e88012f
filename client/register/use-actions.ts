import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLocation, useSearch } from 'wouter'
import type { RequestType } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { isTransient } from '../live/failure.ts'
import { isEnded } from '../live/is-ended.ts'
import { keepView } from '../live/use-live-session.ts'
import { client } from '../server.ts'
import { lastSession, requestTypeIn, urlOf } from './session-url.ts'
import { isFinished, type Step } from './step.ts'

const askRetries = 4

type BySession = { readonly sessionId: string }

/** Makes a session and goes to its code: the first one, or a new one of the same type in place of `old`. */
export function useCreate(old: SessionView | null) {
  const [, navigate] = useLocation()
  const search = useSearch()
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (input: { requestType: RequestType }) => client.session.create.mutate(input),
    networkMode: 'always', // to say at once that there is no network
    onSuccess(view) {
      keepView(view)
      lastSession.keep(view.sessionId)
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
  const leave = () => {
    lastSession.forget()
    onLeft()
    navigate('/register/intro')
  }
  const cancel = useMutation({
    mutationFn: (input: BySession) => client.session.cancel.mutate(input),
    networkMode: 'always',
    onSuccess: keepView,
    onSettled: leave,
  })
  return {
    isPending: cancel.isPending,
    startAgain() {
      if (view && !isEnded(view.status) && !isFinished(view)) cancel.mutate({ sessionId: view.sessionId })
      else leave()
    },
  }
}

/**
 * Asks the wallet to share, and later offers it the credential, each as soon as the session is that far.
 * `askAgain` is null unless asking failed, or was done long ago and nothing came of it.
 */
export function useAsks(step: Step, view: SessionView | null, isSlow: boolean) {
  const isHere = step === 'credentials' && (view?.status === 'active' || view?.status === 'completed')
  const isVerified = view?.requestType === 'registration' && view.proof === 'verified' && view.credential === 'idle'
  const options = {
    onSuccess: keepView,
    retry: (failures: number, error: unknown) => failures < askRetries && isTransient(error),
  }
  const prove = useMutation({ mutationFn: (input: BySession) => client.session.requestProof.mutate(input), ...options })
  const offer = useMutation({
    mutationFn: (input: BySession) => client.session.offerCredential.mutate(input),
    ...options,
  })
  const toProve = isHere && view?.proof === 'idle' ? view : null
  const toOffer = isHere && isVerified ? view : null
  useAsk(prove.mutate, toProve)
  useAsk(offer.mutate, toOffer)

  const due = toProve ? prove : toOffer ? offer : null
  const askAgain =
    view && due && (due.isError || (due.isSuccess && isSlow)) ? () => due.mutate({ sessionId: view.sessionId }) : null
  return {
    prove: { error: prove.error, isSent: prove.isSuccess },
    offer: { error: offer.error, isSent: offer.isSuccess },
    askAgain,
  }
}

/** Calls `ask` for a session once it is due, and again when its connection becomes known. The server asks the wallet once. */
function useAsk(ask: (input: { sessionId: string }) => void, due: SessionView | null) {
  const sessionId = due?.sessionId
  const connectionId = due?.connectionId
  // biome-ignore lint/correctness/useExhaustiveDependencies: a connection that becomes known is a reason to ask anew
  useEffect(() => {
    if (sessionId !== undefined) ask({ sessionId })
  }, [ask, sessionId, connectionId])
}
