import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { queryClient } from '../../query-client.ts'
import { trpc } from '../../trpc.ts'
import { Dialog, PaneSection, SmallButton } from '../console-parts.tsx'

/** What is held about one person, to take away as a file or to erase. Values are not shown here. */
export function OnePerson() {
  const [key, setKey] = useState('')
  const [isAsked, setAsked] = useState(false)
  const preview = useMutation(trpc.admin.subject.preview.mutationOptions())
  const take = useMutation(trpc.admin.subject.export.mutationOptions({ onSuccess: save }))
  const erase = useMutation(
    trpc.admin.subject.erase.mutationOptions({
      onSuccess: () => {
        preview.reset()
        return queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() })
      },
    }),
  )
  const asked = preview.variables ?? { key }
  const isBusy = preview.isPending || take.isPending || erase.isPending
  const failed = preview.error ?? take.error ?? erase.error
  return (
    <PaneSection title="One person">
      <form
        className="privacy-form"
        onSubmit={(event) => {
          event.preventDefault()
          take.reset()
          erase.reset()
          preview.mutate({ key })
        }}
      >
        <label htmlFor="person">Registration number, reference, session, connection or sub</label>
        <input id="person" value={key} required autoComplete="off" onChange={(event) => setKey(event.target.value)} />
        <button type="submit" className="btn" disabled={isBusy}>
          Show what is held
        </button>
      </form>
      {preview.data && (
        <>
          <dl className="keys">
            {Object.entries(preview.data).map(([what, count]) => (
              <div key={what}>
                <dt>{what}</dt>
                <dd>{count}</dd>
              </div>
            ))}
          </dl>
          <p className="acts">
            <SmallButton isMain disabled={isBusy} onClick={() => take.mutate(asked)}>
              Export as JSON
            </SmallButton>
            <SmallButton disabled={isBusy} onClick={() => setAsked(true)}>
              Erase…
            </SmallButton>
          </p>
        </>
      )}
      <div role="status">
        {take.isSuccess && <p>Saved as a file.</p>}
        {erase.data && (
          <p>
            Erased.{' '}
            {!erase.data.files &&
              'Parts can stay readable in the database’s files until these are cleared: see docs/privacy.md. '}
            {erase.data.told.length > 0 &&
              `Tell these portals, which had been told of them: ${erase.data.told.join(', ')}.`}
          </p>
        )}
      </div>
      {failed && <p role="alert">{failed.message}</p>}
      {isAsked && preview.data && (
        <Dialog title="Erase this person?" onClose={() => setAsked(false)}>
          <p>
            {Object.entries(preview.data)
              .flatMap(([what, count]) => (count > 0 ? `${count} ${what}` : []))
              .join(', ')}
            . What is left says that somebody registered and when, with no way to say who. Replays, late webhooks and
            the platform’s answers do not bring them back. It cannot be undone.
          </p>
          <p className="acts">
            <SmallButton
              isMain
              onClick={() => {
                setAsked(false)
                erase.mutate(asked)
              }}
            >
              Erase for good
            </SmallButton>
          </p>
        </Dialog>
      )}
    </PaneSection>
  )
}

function save(data: object): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: 'person.json' })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
