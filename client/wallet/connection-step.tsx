import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { History } from './history.tsx'
import { Problem } from './problem.tsx'
import { RequestCard } from './request-card.tsx'
import { StepHeading } from './step-heading.tsx'
import { act, type WalletVerb } from './wallet-api.ts'
import { connectionQuery } from './wallet-queries.ts'

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
