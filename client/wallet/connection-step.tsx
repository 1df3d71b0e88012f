import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import type { Attribute } from '../../server/simulator/records.ts'
import type { WalletView } from '../../server/simulator/wallet-view.ts'
import { MainButton } from '../ui/shell.tsx'
import { Problem, StepHeading } from './step-parts.tsx'
import { act, connectionQuery, type WalletVerb } from './wallet-api.ts'

/** One connection: what waits for an answer, and what happened so far. */
export function ConnectionStep({ walletConnectionId }: { walletConnectionId: string }) {
  const cache = useQueryClient()
  const query = connectionQuery(walletConnectionId)
  const { data: view } = useQuery(query)
  const answer = useMutation({
    mutationFn: (verb: WalletVerb) => act(walletConnectionId, verb),
    onMutate: () => cache.cancelQueries({ queryKey: query.queryKey }), // an older answer must not overtake ours
    onSuccess: (answered) => cache.setQueryData(query.queryKey, answered),
  })
  const isBusy = answer.isPending
  const isOpen = view !== undefined && view.state !== 'abandoned'

  return (
    <section className="wallet-step">
      <StepHeading key={view?.history.length}>{view ? view.label : 'Connection'}</StepHeading>
      <Problem error={answer.error} />
      {view?.proofRequest && (
        <RequestCard
          title="Share your details?"
          attributes={view.proofRequest}
          agree="Share"
          isBusy={isBusy}
          onAgree={() => answer.mutate('share')}
          onDecline={() => answer.mutate('decline-proof')}
        />
      )}
      {view?.credentialOffer && (
        <RequestCard
          title="Receive this credential?"
          attributes={view.credentialOffer}
          agree="Receive"
          isBusy={isBusy}
          onAgree={() => answer.mutate('receive')}
          onDecline={() => answer.mutate('decline-offer')}
        />
      )}
      {view && <History entries={view.history} />}
      {isOpen && !view.silent && (
        <button
          type="button"
          className="button button-quiet"
          disabled={isBusy}
          onClick={() => answer.mutate('go-silent')}
        >
          Go silent
        </button>
      )}
    </section>
  )
}

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
function RequestCard({ title, attributes, agree, isBusy, onAgree, onDecline }: RequestCardProps) {
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
        <MainButton disabled={isBusy} onClick={onAgree}>
          {agree}
        </MainButton>
        <button type="button" className="button button-quiet" disabled={isBusy} onClick={onDecline}>
          Decline
        </button>
      </div>
    </section>
  )
}

const clock = new Intl.DateTimeFormat('en-NG', { timeStyle: 'medium' })

/** What happened on a connection, newest first. */
function History({ entries }: { entries: WalletView['history'] }) {
  return (
    <section className="wallet-history" aria-label="History">
      <h2>History</h2>
      <ol>
        {entries.toReversed().map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            <time dateTime={at}>{clock.format(new Date(at))}</time> {text}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** `matriculationNumber` as people write it: "Matriculation number". */
function attributeName(name: string): string {
  const text = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}
