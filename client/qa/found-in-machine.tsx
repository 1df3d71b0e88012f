import { sessionChart, statesOf } from '../../shared/session-chart.ts'
import { SessionEvent } from '../../shared/session-status.ts'

/** What of the machine has the text in its name: choosing a state goes there. */
export function FoundInMachine({ text }: { text: string }) {
  const wanted = text.toLowerCase()
  const states = statesOf(sessionChart).filter(({ id }) => id.includes(wanted))
  const events = SessionEvent.options.filter((event) => event.includes(wanted)).slice(0, 6)
  if (states.length + events.length === 0) return null
  const focus = (id: string) => document.querySelector<SVGElement>(`[data-state="${CSS.escape(id)}"]`)?.focus()
  const targets = new Map(
    events.map((event) => [
      event,
      sessionChart.regions.flatMap(({ transitions }) => transitions).find((one) => one.event === event)?.to,
    ]),
  )
  return (
    <ul className="qa-found" aria-label="In the machine">
      {states.slice(0, 6).map(({ id }) => (
        <li key={id}>
          <button type="button" className="qa-button" onClick={() => focus(id)}>
            {id}
          </button>
        </li>
      ))}
      {events
        .filter((event) => !states.some(({ id }) => id === event))
        .map((event) => (
          <li key={event}>
            <button type="button" className="qa-button" onClick={() => focus(targets.get(event) ?? '')}>
              {event}
            </button>
          </li>
        ))}
    </ul>
  )
}
