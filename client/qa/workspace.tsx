import './qa.css'
import './bar.css'
import './dock.css'
import './forced.css'
import './inspector.css'
import './panes.css'
import './rail.css'
import { type ReactNode, useCallback, useState } from 'react'
import { Part } from '../ui/part.tsx'
import type { Marks } from './chart/marks.ts'
import { Icon } from './icon.tsx'
import type { ModeProps } from './qa-search.ts'
import { SessionRail } from './session-rail.tsx'
import { type Exported, ShareMenu } from './share-menu.tsx'
import { TopBar } from './top-bar.tsx'
import type { RailSession } from './use-sessions.ts'

/** How the page hears of news: a word, and whether that is as it should be. */
export interface LinkWords {
  readonly state: 'live' | 'quiet' | 'lost'
  readonly text: string
}

/** The frame of every mode, as large as the window: sessions, the chart, what is said of it, and time. Its panes scroll, it does not. */
export function Workspace(props: {
  mode: ModeProps
  marks: Marks
  exported: Exported
  link?: LinkWords | null
  followed?: RailSession | null
  isComparing?: boolean
  /** Instead of the sessions. */
  rail?: ReactNode
  centre: ReactNode
  side: ReactNode
  sideLabel: string
  dock: ReactNode
  /** What just happened, for who does not see it. */
  announcement?: string
}) {
  const {
    mode,
    marks,
    exported,
    link = null,
    followed = null,
    isComparing = false,
    rail,
    centre,
    side,
    sideLabel,
    dock,
  } = props
  const [text, setText] = useState('')
  const [isFolded, setFolded] = useState(false)
  const clear = useCallback(() => setText(''), [])
  return (
    <div className="qa">
      <TopBar
        search={mode.search}
        text={text}
        onText={setText}
        link={
          link && (
            <span className="qa-link" role="status" data-link={link.state} title={link.text}>
              {link.text}
            </span>
          )
        }
        share={<ShareMenu marks={marks} exported={exported} />}
      />
      <Part>
        {(text === '' && rail) || (
          <SessionRail search={mode.search} text={text} onClear={clear} followed={followed} isComparing={isComparing} />
        )}
      </Part>
      <Part>{centre}</Part>
      <aside className={isFolded ? 'qa-side qa-folded' : 'qa-side'} aria-label={sideLabel}>
        <button
          type="button"
          className="qa-button qa-sheet"
          aria-expanded={!isFolded}
          onClick={() => setFolded(!isFolded)}
        >
          <span>{sideLabel}</span> <Icon name={isFolded ? 'up' : 'down'} />
        </button>
        <Part>{side}</Part>
      </aside>
      <Part>{dock}</Part>
      <p className="visually-hidden" role="status">
        {props.announcement ?? ''}
      </p>
    </div>
  )
}
