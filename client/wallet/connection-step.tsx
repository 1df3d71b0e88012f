import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import type { Attribute, WalletView } from '../../server/simulator/records.ts'
import { MainButton } from '../ui/shell.tsx'
import { Problem, QuietButton, StepHeading } from './step-parts.tsx'
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
        <RequestCard title="Share your details?" attributes={view.proofRequest}>
          <Answers agree="Share" verbs={['share', 'decline-proof']} isBusy={isBusy} onAnswer={answer.mutate}>
            <QuietButton disabled={isBusy} onClick={() => answer.mutate('share-expired')}>
              Use an expired card
            </QuietButton>
          </Answers>
        </RequestCard>
      )}
      {view?.credentialOffer && (
        <RequestCard title="Receive this credential?" attributes={view.credentialOffer}>
          <Answers agree="Receive" verbs={['receive', 'decline-offer']} isBusy={isBusy} onAnswer={answer.mutate} />
        </RequestCard>
      )}
      {view && <History entries={view.history} />}
      {isOpen && !view.silent && (
        <QuietButton disabled={isBusy} onClick={() => answer.mutate('go-silent')}>
          Go silent
        </QuietButton>
      )}
    </section>
  )
}

/** Something that waits for an answer: what it holds, and the answers. */
function RequestCard(props: { title: string; attributes: readonly Attribute[]; children: ReactNode }) {
  const titleId = useId()
  return (
    <section className="wallet-card" aria-labelledby={titleId}>
      <h2 id={titleId}>{props.title}</h2>
      <dl className="wallet-attributes">
        {props.attributes.map(({ name, value }) => (
          <div key={name}>
            <dt>{attributeName(name)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {props.children}
    </section>
  )
}

/** The answers to a request: the button that agrees says what it does; `children` are further ones. */
function Answers(props: {
  agree: string
  verbs: readonly [agree: WalletVerb, decline: WalletVerb]
  isBusy: boolean
  onAnswer: (verb: WalletVerb) => void
  children?: ReactNode
}) {
  const { agree, verbs, isBusy, onAnswer, children } = props
  return (
    <div className="wallet-actions">
      <MainButton disabled={isBusy} onClick={() => onAnswer(verbs[0])}>
        {agree}
      </MainButton>
      {children}
      <QuietButton disabled={isBusy} onClick={() => onAnswer(verbs[1])}>
        Decline
      </QuietButton>
    </div>
  )
}

const clock = new Intl.DateTimeFormat('en-NG', { timeStyle: 'medium' })

/** What happened on a connection, newest first. */
function History({ entries }: { entries: WalletView['history'] }) {
  return (
    <section className="wallet-history" aria-label="History">
      <h2>History</h2>
      <ol>
        {[...entries].reverse().map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            <time dateTime={at}>{clock.format(new Date(at))}</time> {text}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** `matricNumber` and `matric_number` as people write it: "Matric number". */
function attributeName(name: string): string {
  const text = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}
