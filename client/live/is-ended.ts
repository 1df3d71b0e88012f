import type { SessionStatus } from '../../shared/session-status.ts'

const ended = {
  invitation: false,
  request: false,
  response: false,
  active: false,
  completed: false,
  error: true,
  abandoned: true,
} satisfies Record<SessionStatus, boolean>

/** Whether nothing will ever happen to a session in `status` again. (The machine itself is too big for a phone.) */
export function isEnded(status: SessionStatus): boolean {
  return ended[status]
}
