import { useMutation } from '@tanstack/react-query'
import type { SessionEvent } from '../../shared/session-status.ts'
import { topicOf } from '../../shared/session-topic.ts'
import { codeOf } from '../live/failure.ts'
import { failureText } from '../live/failure-text.ts'
import { keepView } from '../live/kept-sessions.ts'
import { client } from '../server.ts'

/** Sends events to a session, and tells in `message` what became of the last one. */
export function useSend(sessionId: string | null) {
  const { mutate, variables, error, isPending, data } = useMutation({
    async mutationFn(event: SessionEvent) {
      if (sessionId === null) return ''
      const topic = topicOf(event)
      if (event === 'session.proof-renewed' || event === 'session.offer-renewed') {
        const before = keepView(await client.session.get.query({ sessionId }))
        const verb = event === 'session.proof-renewed' ? 'requestProof' : 'offerCredential'
        const after = keepView(await client.session[verb].mutate({ sessionId }))
        const isAsked = after.version > before.version
        return isAsked ? 'The wallet is asked again.' : 'The wallet is still being asked; try again in a minute.'
      }
      if (topic === null) {
        keepView(await client.session.cancel.mutate({ sessionId }))
        return 'The session was cancelled.'
      }
      const { outcome } = await client.qa.send.mutate({ sessionId, event: topic })
      return `${topic} was sent as a webhook: ${outcome ?? 'stored'}.`
    },
  })
  const failed = error && variables ? sendFailure(variables, error) : ''
  return { message: isPending ? `Sending ${variables}…` : (data ?? failed), send: mutate }
}

function sendFailure(event: SessionEvent, error: Error): string {
  if (codeOf(error) === 'UNAUTHORIZED') return `${event} was not sent: you are signed out. Sign in again.`
  return failureText(error, `${event} was not applied`, `${event} was applied`)
}
