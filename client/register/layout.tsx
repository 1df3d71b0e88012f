import { type ReactNode, useEffect, useRef } from 'react'
import type { RequestType } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { LinkNotice } from '../live/link-notice.tsx'
import type { LinkState } from '../live/link-state.ts'
import { Shell, usePageTitle } from '../ui/shell.tsx'
import { StatusCard, type StatusMessage } from '../ui/status-card.tsx'
import { isFinished, type Step, stepCount, stepNumber } from './step.ts'

const notices = {
  reconnecting: 'Reconnecting…',
  offline: 'You are offline. This page continues by itself when you are back online.',
  polling: 'Reconnecting… Until then, this page checks for updates every few seconds.',
}

interface LayoutProps {
  step: Step
  heading: string
  message: StatusMessage | null
  link: LinkState
  footer: ReactNode
  children: ReactNode
}

/** The frame of a step. It outlives the steps, so that its live regions and its sense of a step change do. */
export function Layout({ step, heading, message, link, footer, children }: LayoutProps) {
  const title = useRef<HTMLHeadingElement>(null)
  const shownStep = useRef(step)

  usePageTitle(titleFor(step, heading))

  useEffect(() => {
    if (shownStep.current === step) return
    shownStep.current = step
    window.scrollTo(0, 0)
    title.current?.focus()
  }, [step])

  return (
    <Shell>
      <LinkNotice link={link} texts={notices} />
      <div className="step">
        <p>
          Step {stepNumber(step)} of {stepCount}
        </p>
        <progress max={stepCount} value={stepNumber(step)} aria-hidden="true" />
      </div>
      <h1 ref={title} tabIndex={-1}>
        {heading}
      </h1>
      <StatusCard message={message} />
      {children}
      {footer && <footer className="step-foot">{footer}</footer>}
    </Shell>
  )
}

const usual = {
  intro: 'Register with your wallet',
  connect: 'Connect your wallet',
  credentials: 'Share your credentials',
  complete: 'Your registration',
} satisfies Record<Step, string>

const finished = {
  registration: 'You are registered',
  authentication: 'Your identity is confirmed',
} satisfies Record<RequestType, string>

/** What a page is about. Only a session that is finished is called so. */
export function headingFor(step: Step, view: SessionView | null): string {
  return step === 'complete' && view && isFinished(view) ? finished[view.requestType] : usual[step]
}

/** The document's title for a page with that heading. */
export function titleFor(step: Step, heading: string): string {
  return `Step ${stepNumber(step)} of ${stepCount} – ${heading}`
}
