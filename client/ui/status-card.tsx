import type { ReactNode } from 'react'
import './status-card.css'

/** How things stand, for the colour and the mark; the text says it too. */
export type Tone = 'waiting' | 'working' | 'over' | 'done' | 'problem'

export interface StatusMessage {
  readonly tone: Tone
  readonly title: ReactNode
  readonly text: ReactNode
}

const message = (tone: Tone) => (title: string, text: string) => ({ tone, title, text }) satisfies StatusMessage
/** Messages in each tone, by title and text. */
export const waiting = message('waiting')
export const working = message('working')
export const done = message('done')
export const problem = message('problem')

const marks = {
  waiting: 'M12 7v5.5l3.5 2',
  working: 'M12 3.5a8.5 8.5 0 0 1 8.5 8.5',
  over: 'M8 12h8',
  done: 'm7.5 12.5 3 3 6-6.5',
  problem: 'M12 7v6m0 3.2v.3',
} satisfies Record<Tone, string>

/** The page's one live region, and what can be done about what it says. It stays in the page while empty, or what first comes into it would not be read out. */
export function StatusCard({ message, children }: { message: StatusMessage | null; children?: ReactNode }) {
  return (
    <div className={`status status-${message?.tone ?? 'none'}`}>
      {message && (
        <svg className="status-mark" viewBox="0 0 24 24" aria-hidden="true">
          <circle cx="12" cy="12" r="8.5" />
          <path d={marks[message.tone]} />
        </svg>
      )}
      <div role="status">
        {message && (
          <>
            <p className="status-title">{message.title}</p>
            <p>{message.text}</p>
          </>
        )}
      </div>
      {children}
    </div>
  )
}
