import { useCallback, useState } from 'react'
import type { SessionEvent } from '../../shared/session-status.ts'
import { topicOf } from '../../shared/session-topic.ts'
import { codeOf } from '../live/failure.ts'
import { keepView } from '../live/use-live-session.ts'
import { client } from '../server.ts'

/** Sends events to a session, and what became of the last one in words. */
export function useSend(sessionId: string | null) {
  const [words, setWords] = useState('')
  const send = useCallback(
    async (event: SessionEvent) => {
      if (sessionId === null) return
      setWords(`Sending ${event}…`)
      try {
        const topic = topicOf(event)
        if (topic === null) {
          keepView(await client.session.cancel.mutate({ sessionId }))
          setWords('The session was cancelled.')
        } else {
          const { outcome } = await client.qa.send.mutate({ sessionId, event: topic })
          setWords(`${topic} was sent as a webhook: ${outcome ?? 'stored'}.`)
        }
      } catch (error) {
        setWords(refusal(event, error))
      }
    },
    [sessionId],
  )
  return { words, send: (event: SessionEvent) => void send(event) }
}

function refusal(event: SessionEvent, error: unknown): string {
  if (codeOf(error) === 'UNAUTHORIZED') return `${event} was not sent: you are signed out. Sign in again.`
  if (codeOf(error) === null) return `${event} may not have been sent: the server did not answer. Try again.`
  const reason = error instanceof Error ? error.message : 'no reason given'
  return `${event} was not applied. ${reason}.`.replace('..', '.')
}
