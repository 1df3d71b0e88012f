import type { SessionStatus } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { isEnded } from '../live/is-ended.ts'
import type { StatusMessage } from '../ui/status-card.tsx'
import { endOf } from './step.ts'

const connected: StatusMessage = {
  tone: 'done',
  title: 'Your wallet is connected',
  text: 'Next, you share your credentials.',
}
const cancelled: StatusMessage = {
  tone: 'problem',
  title: 'The connection was declined or cancelled',
  text: 'To go on, get a new code and accept the connection in your wallet app.',
}

const usual = {
  invitation: {
    tone: 'waiting',
    title: 'Waiting for your wallet',
    text: 'Open the invitation in your wallet app, or scan the code with it. This page notices by itself.',
  },
  request: {
    tone: 'working',
    title: 'Code scanned',
    text: 'Your wallet has answered. If it asks you to accept the connection, do so.',
  },
  response: { tone: 'working', title: 'Connecting', text: 'Your wallet and NELFUND are setting up a safe connection.' },
  active: connected,
  completed: connected,
  error: {
    tone: 'problem',
    title: 'The connection failed',
    text: 'Your wallet or the wallet service reported a problem. Try again with a new code; if it fails again, contact NELFUND and quote the reference below.',
  },
  abandoned: cancelled,
} satisfies Record<SessionStatus, StatusMessage>

const slow = {
  invitation: {
    tone: 'waiting',
    title: 'Still waiting for your wallet',
    text: 'The code is still good. If your wallet app does not react, try the tips below.',
  },
  request: {
    tone: 'working',
    title: 'This is taking longer than usual',
    text: 'Your wallet has scanned the code. Open it and look for a question to accept, and check that your phone is online.',
  },
  response: {
    tone: 'working',
    title: 'This is taking longer than usual',
    text: 'Still connecting. Keep your wallet app open and check that your phone is online.',
  },
} satisfies Partial<Record<SessionStatus, StatusMessage>>

const ends = {
  failed: usual.error,
  declined: cancelled,
  expired: {
    tone: 'problem',
    title: 'Time ran out',
    text: 'This code is no longer good. Get a new one to go on; nothing else is lost.',
  },
} satisfies Record<ReturnType<typeof endOf>, StatusMessage>

/** What to read while the connection is being made, or after it ended. */
export function connectMessage(view: SessionView, isSlow: boolean): StatusMessage {
  const { status } = view
  if (isEnded(status)) return ends[endOf(view)]
  if (isSlow && (status === 'invitation' || status === 'request' || status === 'response')) return slow[status]
  return usual[status]
}
