import type { TimelineCommand } from '../../shared/session-timeline.ts'
import { elapsed } from './elapsed.ts'

export const commandNames = {
  requestProof: 'Ask for the proof',
  verifyPresentation: 'Verify the presentation',
  readIdentity: 'Read who it is',
  offerCredential: 'Offer the credential',
} satisfies Record<TimelineCommand['kind'], string>

/** What was asked, and what came of it, in words. */
export function commandText({ kind, attempt, outcome, at, calls, settledAt, error }: TimelineCommand): string {
  const what = attempt > 1 ? `${commandNames[kind]}, attempt ${attempt}` : commandNames[kind]
  const took = settledAt === null ? '' : ` after ${elapsed(Date.parse(settledAt) - Date.parse(at))}`
  const times = calls > 1 ? `, at the ${calls}th try` : ''
  return `${what}: ${outcome}${took}${times}${error === null ? '' : ` – ${error}`}`
}
