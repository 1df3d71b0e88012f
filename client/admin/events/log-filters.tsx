import { type FormEvent, type RefObject, useEffect, useRef } from 'react'
import type { WebhookFilter } from '../../../shared/admin-inputs.ts'
import { outcomes, readLogSearch } from '../console-urls.ts'

interface LogFiltersProps {
  readonly filter: WebhookFilter
  readonly topics: readonly string[]
  readonly search: RefObject<HTMLInputElement | null>
  readonly onFilter: (filter: WebhookFilter) => void
}

/** What the log shows only. Choosing applies at once, typing when it is submitted. */
export function LogFilters({ filter, topics, search, onFilter }: LogFiltersProps) {
  const form = useRef<HTMLFormElement>(null)
  const { topic } = filter
  const known = topic === undefined || topics.includes(topic) ? topics : [topic, ...topics]

  useEffect(() => {
    if (form.current) fill(form.current, filter)
  }, [filter])

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onFilter(read(event.currentTarget))
  }
  const apply = () => form.current?.requestSubmit()

  return (
    <form ref={form} className="filters" onSubmit={submit} aria-label="Filter the events">
      <label className="filters-search">
        Search by any ID
        <input ref={search} type="search" name="text" maxLength={255} placeholder="ID or 8-character reference" />
      </label>
      <label>
        Topic
        <select name="topic" onChange={apply}>
          <option value="">All topics</option>
          {known.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        Outcome
        <select name="outcome" onChange={apply}>
          <option value="">All outcomes</option>
          {outcomes.map((outcome) => (
            <option key={outcome}>{outcome}</option>
          ))}
        </select>
      </label>
      <label>
        Organization
        <input type="text" name="organizationId" maxLength={255} />
      </label>
      <label>
        From
        <input type="datetime-local" name="from" step="any" />
      </label>
      <label>
        To
        <input type="datetime-local" name="to" step="any" />
      </label>
      <label className="check">
        <input type="checkbox" name="deadLetter" value="true" onChange={apply} /> Dead letters only
      </label>
      <label className="check">
        <input type="checkbox" name="redelivered" value="true" onChange={apply} /> Redelivered only
      </label>
      <button type="submit" className="small-button">
        Search
      </button>
    </form>
  )
}

function fill(form: HTMLFormElement, filter: WebhookFilter): void {
  const values: Readonly<Record<string, string | boolean | undefined>> = {
    ...filter,
    from: toLocalTime(filter.from),
    to: toLocalTime(filter.to),
  }
  for (const field of form.elements) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) continue
    const value = values[field.name]
    if (field.type === 'checkbox' && field instanceof HTMLInputElement) field.checked = value === true
    else field.value = typeof value === 'string' ? value : ''
  }
}

/** The fields have the names that the URL has. */
function read(form: HTMLFormElement): WebhookFilter {
  const query = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') query.set(name, value)
  return readLogSearch(query.toString()).filter
}

const minuteMs = 60_000

/** A time as a date-and-time field has it: in the reader's own time, without a zone. Empty where there is none. */
function toLocalTime(at: string | undefined): string {
  if (at === undefined) return ''
  const date = new Date(at)
  const local = new Date(date.getTime() - date.getTimezoneOffset() * minuteMs).toISOString().replace('Z', '')
  return local.replace(/(:00)?\.000$/, '')
}
