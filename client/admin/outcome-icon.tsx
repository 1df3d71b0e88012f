import type { ReactNode } from 'react'
import type { Outcome } from '../../shared/webhook-event.ts'

type Kind = Outcome | 'refused'

/** Each outcome has a form of its own, so that colour never tells it alone. */
const forms = {
  applied: (
    <>
      <circle cx="6" cy="6" r="5" fill="var(--done)" />
      <path d="M3.6 6.1l1.7 1.7 3.1-3.5" stroke="var(--surface)" />
    </>
  ),
  stale: <circle cx="6" cy="6" r="4.6" stroke="var(--node)" />,
  unmatched: <path d="M6 .9L11.1 6 6 11.1.9 6z" stroke="var(--working)" strokeDasharray="2.6 1.4" />,
  ignored: <path d="M1.5 6h9" stroke="var(--node)" />,
  failed: (
    <>
      <rect x=".5" y=".5" width="11" height="11" rx="2.5" fill="var(--problem)" />
      <path d="M3.7 3.7l4.6 4.6M8.3 3.7L3.7 8.3" stroke="var(--surface)" />
    </>
  ),
  refused: (
    <>
      <circle cx="6" cy="6" r="4.6" stroke="var(--problem)" />
      <path d="M2.8 9.2l6.4-6.4" stroke="var(--problem)" />
    </>
  ),
} satisfies Record<Kind, ReactNode>

/** The form of an outcome; its word stands beside it. */
export function OutcomeIcon({ of }: { of: Kind }) {
  return (
    <svg className="icon" viewBox="0 0 12 12" fill="none" strokeWidth="1.7" aria-hidden="true">
      {forms[of]}
    </svg>
  )
}

const paths = {
  glass: 'M9.2 9.2L13 13M10.2 6a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0',
  link: 'M6 8l4.5-4.5M7.5 3.5h3v3M10 8.5V11H3V4h2.5',
  close: 'M3.5 3.5l7 7M10.5 3.5l-7 7',
  lock: 'M4.8 6V4.4a2.2 2.2 0 0 1 4.4 0V6M3.4 6h7.2v5.6H3.4z',
  events: 'M2 3.5h10M2 7h10M2 10.5h6',
  sessions: 'M2 10.5l3-4.5 3 2 4-5',
  platform: 'M2.5 3.5h9v6h-9zM5 11.5h4',
  activity: 'M2 7h2.5l1.5 4 2-8 1.5 4H12',
  privacy: 'M7 2l4.5 1.6v3.6c0 2.8-2 4.2-4.5 5-2.5-.8-4.5-2.2-4.5-5V3.6z',
} as const

/** Any other small picture; it says nothing that its words do not say. */
export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg
      className="icon icon-line"
      viewBox="0 0 14 14"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}
