import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Problem } from './problem.tsx'
import { StepHeading } from './step-heading.tsx'
import { acceptInvitation, declineInvitation } from './wallet-api.ts'
import { connectionQuery, invitationQuery } from './wallet-queries.ts'

interface InvitationStepProps {
  readonly invitation: string
  readonly isSilent: boolean
  readonly onConnected: (walletConnectionId: string) => void
  readonly onSilent: () => void
}

/** Who invites, and the choice what to do about it. An invitation that is accepted already leads to its connection. */
export function InvitationStep({ invitation, isSilent, onConnected, onSilent }: InvitationStepProps) {
  const cache = useQueryClient()
  const query = invitationQuery(invitation)
  const { data: view } = useQuery(query)
  const accept = useMutation({
    mutationFn: () => acceptInvitation(invitation),
    onSuccess(connection) {
      cache.setQueryData(connectionQuery(connection.walletConnectionId).queryKey, connection)
      onConnected(connection.walletConnectionId)
    },
  })
  const decline = useMutation({
    mutationFn: () => declineInvitation(invitation),
    onSuccess: (declined) => cache.setQueryData(query.queryKey, declined),
  })

  const walletConnectionId = view?.walletConnectionId
  useEffect(() => {
    if (walletConnectionId) onConnected(walletConnectionId)
  }, [walletConnectionId, onConnected])

  const isBusy = accept.isPending || decline.isPending
  return (
    <section className="wallet-step">
      <StepHeading key={`${view?.state} ${isSilent}`}>Invitation</StepHeading>
      {view && (
        <p className="wallet-inviter">
          <span className="wallet-mark" aria-hidden="true">
            {view.label.slice(0, 1)}
          </span>
          <strong>{view.label}</strong>
        </p>
      )}
      <Problem error={accept.error ?? decline.error} />
      {view?.state === 'invitation' && (
        <div className="wallet-actions">
          <button type="button" className="button" disabled={isBusy} onClick={() => accept.mutate()}>
            Accept
          </button>
          <button type="button" className="button button-quiet" disabled={isBusy} onClick={() => decline.mutate()}>
            Decline
          </button>
          {!isSilent && (
            <button type="button" className="button button-quiet" disabled={isBusy} onClick={onSilent}>
              Go silent
            </button>
          )}
        </div>
      )}
    </section>
  )
}
