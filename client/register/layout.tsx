import { type ReactNode, useEffect, useRef } from 'react'
import { LinkNotice, type NoticeTexts } from '../live/link-notice.tsx'
import type { LinkState } from '../live/link-state.ts'
import { Shell } from '../ui/shell.tsx'
import { StatusCard, type Words } from '../ui/status-card.tsx'
import { titleFor } from './headings.ts'
import { type Page, stepCount, stepOf } from './place.ts'

const notices: NoticeTexts = {
  reconnecting: 'Reconnecting…',
  offline: 'You are offline. This page goes on by itself when you are back.',
  polling: 'Reconnecting… Meanwhile, this page asks for news every few seconds.',
}

interface LayoutProps {
  page: Page
  heading: string
  words: Words | null
  link: LinkState
  footer: ReactNode
  children: ReactNode
}

/** The frame of a step. It outlives the steps, so that its live regions and its sense of a step change do. */
export function Layout({ page, heading, words, link, footer, children }: LayoutProps) {
  const title = useRef<HTMLHeadingElement>(null)
  const shownPage = useRef(page)

  useEffect(() => {
    document.title = titleFor(page, heading)
  }, [page, heading])

  useEffect(() => {
    if (shownPage.current === page) return
    shownPage.current = page
    window.scrollTo(0, 0)
    title.current?.focus()
  }, [page])

  return (
    <Shell>
      <LinkNotice link={link} texts={notices} />
      <div className="step">
        <p>
          Step {stepOf(page)} of {stepCount}
        </p>
        <progress max={stepCount} value={stepOf(page)} aria-hidden="true" />
      </div>
      <h1 ref={title} tabIndex={-1}>
        {heading}
      </h1>
      <StatusCard words={words} />
      {children}
      {footer && <footer className="step-foot">{footer}</footer>}
    </Shell>
  )
}
