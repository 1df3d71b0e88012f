import type { RequestType } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { isFinished, type Page, stepCount, stepOf } from './place.ts'

const usual = {
  intro: 'Register with your wallet',
  connect: 'Connect your wallet',
  credentials: 'Share your credentials',
  complete: 'Your registration',
} satisfies Record<Page, string>

const finished = {
  registration: 'You are registered',
  authentication: 'Your identity is confirmed',
} satisfies Record<RequestType, string>

/** What a page is about. Only a session that is finished is called so. */
export function headingFor(page: Page, view: SessionView | null): string {
  return page === 'complete' && view && isFinished(view) ? finished[view.requestType] : usual[page]
}

/** The document's title for a page with that heading. */
export function titleFor(page: Page, heading: string): string {
  return `Step ${stepOf(page)} of ${stepCount} – ${heading}`
}
