import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ToldWhom } from '../../../shared/incident.ts'
import { hoursLeft } from '../../../shared/incident-clock.ts'
import { queryClient } from '../../query-client.ts'
import { trpc } from '../../trpc.ts'
import { PaneSection } from '../console-parts.tsx'
import { timeText } from '../times.tsx'

const words = {
  commission: 'the Commission (NDPC)',
  students: 'the students',
  others: 'somebody else',
  nobody: 'nobody, since no one is at risk',
} satisfies Record<ToldWhom, string>

const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() })

/** What has happened to personal data, who was told, and how long there is to tell the Commission. */
export function Incidents() {
  const { data: incidents = [] } = useQuery(
    trpc.admin.incidents.list.queryOptions(undefined, { refetchInterval: 60_000 }),
  )
  return (
    <>
      <NewIncident />
      {incidents.map(({ id, what, foundAt, by, told, isOpen }) => (
        <PaneSection key={id} title={`INC-${id}`} more={isOpen && <Clock foundAt={foundAt} />}>
          <p className="privacy-what">{what}</p>
          <p className="quiet">
            Found {timeText(foundAt)}, noted by {by}.
          </p>
          <ul className="plain">
            {told.map((one) => (
              <li key={one.id}>
                Told {words[one.whom]}, {timeText(one.toldAt)}, by {one.by}
                {one.note !== null && `: ${one.note}`}
              </li>
            ))}
          </ul>
          <Tell incident={id} />
        </PaneSection>
      ))}
    </>
  )
}

function Clock({ foundAt }: { foundAt: string }) {
  const hours = hoursLeft(foundAt, Date.now())
  return (
    <span className={hours < 0 ? 'tag tag-failed' : 'tag tag-unmatched'}>
      {hours < 0 ? `72 hours are over, by ${-hours} h` : `${hours} h left to tell the NDPC`}
    </span>
  )
}

function NewIncident() {
  const [what, setWhat] = useState('')
  const [foundAt, setFoundAt] = useState('')
  const note = useMutation(
    trpc.admin.incidents.note.mutationOptions({
      onSuccess: () => {
        setWhat('')
        setFoundAt('')
        return refresh()
      },
    }),
  )
  return (
    <PaneSection title="Incidents">
      <form
        className="privacy-form"
        onSubmit={(event) => {
          event.preventDefault()
          note.mutate({ what, foundAt: new Date(foundAt || Date.now()).toISOString() })
        }}
      >
        <label htmlFor="what">What has happened, without anybody’s name</label>
        <textarea
          id="what"
          value={what}
          required
          rows={3}
          maxLength={2000}
          onChange={(event) => setWhat(event.target.value)}
        />
        <label htmlFor="found">When it was found (now, where it is empty)</label>
        <input id="found" type="datetime-local" value={foundAt} onChange={(event) => setFoundAt(event.target.value)} />
        <button type="submit" className="btn" disabled={note.isPending}>
          Note the incident
        </button>
      </form>
      {note.isError && <p role="alert">{note.error.message}</p>}
    </PaneSection>
  )
}

function Tell({ incident }: { incident: number }) {
  const [whom, setWhom] = useState<ToldWhom>('commission')
  const [text, setText] = useState('')
  const tell = useMutation(
    trpc.admin.incidents.tell.mutationOptions({
      onSuccess: () => {
        setText('')
        return refresh()
      },
    }),
  )
  const options: readonly ToldWhom[] = ['commission', 'students', 'others', 'nobody']
  return (
    <details>
      <summary>Who was told</summary>
      <form
        className="privacy-form"
        onSubmit={(event) => {
          event.preventDefault()
          tell.mutate({ incident, whom, note: text })
        }}
      >
        <label htmlFor={`whom-${incident}`}>Told was</label>
        <select
          id={`whom-${incident}`}
          value={whom}
          onChange={({ target }) => setWhom(options.find((option) => option === target.value) ?? 'commission')}
        >
          {options.map((option) => (
            <option key={option} value={option}>
              {words[option]}
            </option>
          ))}
        </select>
        <label htmlFor={`note-${incident}`}>How, or why not</label>
        <input
          id={`note-${incident}`}
          value={text}
          maxLength={2000}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="btn" disabled={tell.isPending}>
          Write it down
        </button>
      </form>
      {tell.isError && <p role="alert">{tell.error.message}</p>}
    </details>
  )
}
