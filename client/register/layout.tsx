import { type ReactNode, useEffect, useRef } from 'react'
import type { LinkState } from '../live/link-state.ts'
import { say, useWords } from '../ui/messages.ts'
import { Part } from '../ui/part.tsx'
import { usePageTitle } from '../ui/shell.tsx'
import { StatusCard } from '../ui/status-card.tsx'
import { Frame } from './frame.tsx'
import { type Status, tones } from './status.ts'
import { type Step, stepCount, stepNumber, steps } from './step.ts'
import { Strip } from './strip.tsx'

interface LayoutProps {
  step: Step
  /** Null before there is one. */
  sessionId: string | null
  reference?: string | null | undefined
  heading: string
  status: Status | null
  link: LinkState
  /** The one way on. It stands in the message that it belongs to; where nothing is said, or it has just been taken, under the page's own words. */
  action: ReactNode
  foot: ReactNode
  children: ReactNode
}

/** The frame of a step. It outlives the steps, so that its live regions and its sense of a step change do. */
export function Layout(props: LayoutProps) {
  const { step, sessionId, reference, heading, status, link, action, foot, children } = props
  const { frame, status: messages } = useWords()
  const title = useRef<HTMLHeadingElement>(null)
  const progress = frame.progress({ number: stepNumber(step), count: stepCount })
  const hasOwnWords = status === null || (status === 'creating' && sessionId === null)
  usePageTitle(frame.title({ progress, heading }))
  useFocus(title, `${step} ${sessionId}`)

  return (
    <Frame
      page={`${step} ${status === 'loading'}`}
      reference={reference}
      foot={foot}
      isOffline={link.offline}
      strip={
        <Part words={frame}>
          <Strip link={link} />
        </Part>
      }
    >
      <p className="step">
        {say(progress)}
        {steps.map((each) => (
          <i key={each} className={stepNumber(each) <= stepNumber(step) ? 'step-done' : undefined} />
        ))}
      </p>
      <h1 ref={title} tabIndex={-1}>
        {say(heading)}
      </h1>
      <Part words={frame}>
        <StatusCard
          message={
            status && { tone: tones[status], title: say(messages[status].title), text: say(messages[status].text) }
          }
        >
          {!hasOwnWords && action}
        </StatusCard>
      </Part>
      <Part key={step} words={frame}>
        {children}
      </Part>
      {hasOwnWords && action}
    </Frame>
  )
}

/**
 * Brings the focus to the heading where the page has moved on: with each `place`, and where what had the focus is gone,
 * which would leave it nowhere.
 */
function useFocus(title: { readonly current: HTMLElement | null }, place: string): void {
  const shown = useRef(place)
  const last = useRef<Element>(null)
  useEffect(() => {
    const { activeElement } = document
    const isLost = last.current !== null && !last.current.isConnected && activeElement === document.body
    if (shown.current !== place || isLost) {
      if (shown.current !== place) window.scrollTo(0, 0)
      shown.current = place
      title.current?.focus()
    }
    last.current = document.activeElement
  })
}
