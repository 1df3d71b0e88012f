import type { RequestType } from '../../shared/session-status.ts'
import { isEnded } from '../live/is-ended.ts'
import type { LiveSession } from '../live/use-live-session.ts'
import type { Words } from '../ui/status-card.tsx'
import { connectWords } from './connect-words.ts'
import { type Ask, credentialsWords } from './credentials-words.ts'
import { failureWords } from './failure-words.ts'
import { isFinished, type Page } from './place.ts'

export interface Situation {
  readonly page: Page
  readonly session: LiveSession
  readonly isSlow: boolean
  readonly isLeaving: boolean
  readonly create: { readonly isPending: boolean; readonly error: unknown }
  readonly prove: Ask
  readonly offer: Ask
}

const creating: Words = { tone: 'working', title: 'Preparing your code', text: 'This takes a few seconds.' }
const leaving: Words = { tone: 'working', title: 'Starting again', text: 'The old code is being cancelled.' }
const loading: Words = { tone: 'working', title: 'Finding your registration', text: 'This takes a few seconds.' }
const unknown: Words = {
  tone: 'problem',
  title: 'We do not know this registration',
  text: 'The address may be incomplete, or the registration is too old to be kept. Please start again.',
}
const unreachable: Words = {
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
} satisfies Record<RequestType, Words>

/** The words of the page's status region: what is happening now, or null where there is nothing to say. */
export function statusWords({ page, session, isSlow, isLeaving, create, prove, offer }: Situation): Words | null {
  if (isLeaving) return leaving
  if (create.isPending) return creating
  if (page === 'connect' && create.error) return failureWords(create.error)
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
      return isExchanging ? credentialsWords(view, prove, offer) : connectWords(view, isSlow)
    }
  }
}
