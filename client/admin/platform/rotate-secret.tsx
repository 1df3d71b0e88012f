import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../../trpc.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../dialog.tsx'

/** Makes a new webhook secret after asking, and shows it in a dialog that forgets it when it closes. */
export function RotateSecret() {
  const [isOpen, setOpen] = useState(false)
  const rotate = useMutation(trpc.admin.platform.rotate.mutationOptions({ gcTime: 0 }))
  const close = () => {
    rotate.reset()
    setOpen(false)
  }
  return (
    <div className="actions">
      <button type="button" className="small-button" onClick={() => setOpen(true)}>
        Rotate the secret
      </button>
      {isOpen && (
        <Dialog title="Rotate the secret" onClose={close}>
          {rotate.data ? (
            <div className="log" role="status">
              <p>The new secret, shown this once. Put it into WEBHOOK_SECRET before the next start:</p>
              <p>
                <code className="code">{rotate.data.secret}</code>
              </p>
              <p className="actions">
                <CopyButton className="small-button" text={rotate.data.secret}>
                  Copy the secret
                </CopyButton>
              </p>
              <p>The old secret is accepted until you remove it.</p>
            </div>
          ) : (
            <>
              <p>The platform will send a new secret from now on. The old one is accepted until you remove it.</p>
              {rotate.isError && <p role="alert">The secret was not rotated: {rotate.error.message}</p>}
              <p className="actions">
                <button
                  type="button"
                  className="small-button small-button-main"
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
