import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { failureText } from '../../live/failure-text.ts'
import { queryClient } from '../../query-client.ts'
import { trpc } from '../../trpc.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog, SmallButton } from '../console-parts.tsx'

/** Makes a new webhook secret after asking, and shows it in a dialog that forgets it when it closes. `isMore`: one is being changed already. */
export function RotateSecret({ isMore }: { isMore: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const renew = () => queryClient.invalidateQueries({ queryKey: trpc.admin.platform.rotation.queryKey() })
  const rotate = useMutation(trpc.admin.platform.rotate.mutationOptions({ gcTime: 0, onSettled: renew }))
  const close = () => {
    rotate.reset()
    setOpen(false)
  }
  return (
    <div className="actions">
      <SmallButton onClick={() => setOpen(true)}>
        {isMore ? 'Rotate the secret again' : 'Rotate the secret'}
      </SmallButton>
      {isOpen && (
        <Dialog title="Rotate the secret" onClose={close}>
          {rotate.data ? (
            <div className="stack" role="status">
              <p>This is the new secret; it is shown only once. Put it into WEBHOOK_SECRET before the next restart:</p>
              <p>
                <code className="code">{rotate.data.secret}</code>
              </p>
              <p className="actions">
                <CopyButton className="btn" text={rotate.data.secret}>
                  Copy the secret
                </CopyButton>
              </p>
              <p>The old secret stays valid until you remove it.</p>
            </div>
          ) : (
            <>
              <p>The platform will use a new secret from now on. The old one stays valid until you remove it.</p>
              {rotate.isError && (
                <p role="alert">
                  {failureText(rotate.error, 'The secret was not rotated', 'the platform has a new secret')}
                </p>
              )}
              <p className="actions">
                <button
                  type="button"
                  className="btn btn-main"
                  disabled={rotate.isPending}
                  onClick={() => rotate.mutate()}
                >
                  Make a new secret
                </button>
              </p>
            </>
          )}
        </Dialog>
      )}
    </div>
  )
}
