import type { RequestType } from '../../shared/session-status.ts'
import { isEnded } from '../live/is-ended.ts'
import type { LiveSession } from '../live/use-live-session.ts'
import type { StatusMessage } from '../ui/status-card.tsx'
import { connectMessage } from './connect-messages.ts'
import { type Ask, credentialsMessage, failureMessage } from './credentials-messages.ts'
import { isFinished, type Step } from './step.ts'

export interface Situation {
  readonly page: Step
  readonly session: LiveSession
  readonly isSlow: boolean
  readonly isLeaving: boolean
  readonly create: { readonly isPending: boolean; readonly error: unknown }
  readonly prove: Ask
  readonly offer: Ask
}

const creating: StatusMessage = { tone: 'working', title: 'Preparing your code', text: 'This takes a few seconds.' }
const leaving: StatusMessage = { tone: 'working', title: 'Starting again', text: 'The old code is being cancelled.' }
const loading: StatusMessage = {
  tone: 'working',
  title: 'Finding your registration',
  text: 'This takes a few seconds.',
}
const unknown: StatusMessage = {
  tone: 'problem',
  title: 'We do not know this registration',
  text: 'The address may be incomplete, or the registration is too old to be kept. Please start again.',
}
const unreachable: StatusMessage = {
  tone: 'problem',
  title: 'We could not load your registration',
  text: 'It is safe. Check your internet connection, then try again.',
}
const finished = {
  registration: {
    tone: 'done',
    title: 'Registration complete',
    text: 'Your registration credential is in your wallet.',
  },
  authentication: { tone: 'done', title: 'Identity confirmed', text: 'Your details have been verified.' },
} satisfies Record<RequestType, StatusMessage>

/** The words of the page's status region: what is happening now, or null where there is nothing to say. */
export function statusMessage({
  page,
  session,
  isSlow,
  isLeaving,
  create,
  prove,
  offer,
}: Situation): StatusMessage | null {
  if (isLeaving) return leaving
  if (create.isPending) return creating
  if (page === 'connect' && create.error) return failureMessage(create.error)
  switch (session.state) {
    case 'none':
      return null
    case 'loading':
      return loading
    case 'unknown':
      return unknown
    case 'unreachable':
      return unreachable
    case 'known': {
      const { view } = session
      if (page === 'intro') return null
      if (page === 'complete' && isFinished(view)) return finished[view.requestType]
      const isExchanging = page === 'credentials' && (isFinished(view) || !isEnded(view.status))
      return isExchanging ? credentialsMessage(view, prove, offer) : connectMessage(view, isSlow)
    }
  }
}
