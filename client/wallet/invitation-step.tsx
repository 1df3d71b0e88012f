import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useState } from 'react'
import { MainButton } from '../ui/shell.tsx'
import { Problem, QuietButton, StepHeading } from './step-parts.tsx'
import { acceptInvitation, connectionQuery, declineInvitation, invitationQuery } from './wallet-api.ts'

/** Takes an invitation as a camera would, by pasting it. */
export function ScanStep({ onOpen }: { onOpen: (invitation: string) => void }) {
  const [text, setText] = useState('')
  const fieldId = useId()
  const hintId = useId()

  const open = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') onOpen(text.trim())
  }

  return (
    <form className="wallet-step" onSubmit={open}>
      <StepHeading>Scan an invitation</StepHeading>
      <div className="wallet-viewfinder" aria-hidden="true" />
      <div className="wallet-field">
        <label htmlFor={fieldId}>Invitation</label>
        <textarea
          id={fieldId}
          aria-describedby={hintId}
          value={text}
          onChange={(event) => setText(event.target.value)}
          rows={3}
          required
          spellCheck={false}
          autoComplete="off"
        />
        <p id={hintId} className="wallet-hint">
          This wallet has no camera. Paste the invitation link here.
        </p>
      </div>
      <button type="submit" className="button">
        Open invitation
      </button>
    </form>
  )
}

/** Who invites, and the choice what to do about it. An invitation that is accepted already leads to its connection. */
export function InvitationStep(props: {
  invitation: string
  isSilent: boolean
  onConnected: (walletConnectionId: string) => void
  onSilent: () => void
}) {
  const { invitation, isSilent, onConnected, onSilent } = props
  const cache = useQueryClient()
  const query = invitationQuery(invitation)
  const { data: view } = useQuery(query)
  const accept = useMutation({
    mutationFn: (reuse?: true) => acceptInvitation(invitation, reuse),
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
          <MainButton disabled={isBusy} onClick={() => accept.mutate(undefined)}>
            Accept
          </MainButton>
          {view.canReuse && (
            <QuietButton disabled={isBusy} onClick={() => accept.mutate(true)}>
              Use the connection I have
            </QuietButton>
          )}
          <QuietButton disabled={isBusy} onClick={() => decline.mutate()}>
            Decline
          </QuietButton>
          {!isSilent && (
            <QuietButton disabled={isBusy} onClick={onSilent}>
              Go silent
            </QuietButton>
          )}
        </div>
      )}
    </section>
  )
}
