import { useId } from 'react'
import type { Attribute } from '../../server/simulator/records.ts'
import { attributeName } from './attribute-name.ts'

interface RequestCardProps {
  readonly title: string
  readonly attributes: readonly Attribute[]
  /** What the button says that agrees. */
  readonly agree: string
  readonly isBusy: boolean
  readonly onAgree: () => void
  readonly onDecline: () => void
}

/** Something that waits for an answer: what it holds, and the two answers. */
export function RequestCard({ title, attributes, agree, isBusy, onAgree, onDecline }: RequestCardProps) {
  const titleId = useId()
  return (
    <section className="wallet-card" aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
      <dl className="wallet-attributes">
        {attributes.map(({ name, value }) => (
          <div key={name}>
            <dt>{attributeName(name)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="wallet-actions">
        <button type="button" className="button" disabled={isBusy} onClick={onAgree}>
          {agree}
        </button>
        <button type="button" className="button button-quiet" disabled={isBusy} onClick={onDecline}>
          Decline
        </button>
      </div>
    </section>
  )
}
