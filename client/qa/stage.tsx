import type { ReactNode } from 'react'
import type { QaAddress } from './address.ts'
import { ChartView } from './chart/chart-view.tsx'
import type { Marks } from './chart/marks.ts'
import { type Exported, ExportMenu } from './export-menu.tsx'
import { Legend } from './legend.tsx'
import { TransitionTable } from './transition-table.tsx'
import type { ChangeAddress } from './use-address.ts'

export interface StageProps {
  readonly address: QaAddress
  readonly onChange: ChangeAddress
  readonly marks: Marks
  /** What the drawing shows, in a sentence. */
  readonly label: string
  readonly exported: Exported
  /** Whether the past is shown, or anything else that nothing can be sent to. */
  readonly isReadOnly?: boolean
  readonly children?: ReactNode
}

/** The chart or its table, with what belongs to either: a legend, and ways to take it along. */
export function Stage({ address, onChange, marks, label, exported, isReadOnly = false, children }: StageProps) {
  return (
    <section className={isReadOnly ? 'qa-stage qa-past' : 'qa-stage'} aria-label="State machine">
      <div className="qa-bar">
        <fieldset className="qa-choice">
          <legend className="visually-hidden">Show as</legend>
          {(['chart', 'table'] as const).map((view) => (
            <button
              key={view}
              type="button"
              aria-pressed={address.view === view}
              onClick={() => onChange({ view }, { replace: true })}
            >
              {view === 'chart' ? 'Chart' : 'Table'}
            </button>
          ))}
        </fieldset>
        {children}
        <ExportMenu marks={marks} exported={exported} />
      </div>
      {address.view === 'table' ? (
        <TransitionTable marks={marks} label={label} />
      ) : (
        <>
          <ChartView marks={marks} label={label} />
          <Legend isCounting={marks.counts !== null} />
        </>
      )}
    </section>
  )
}
