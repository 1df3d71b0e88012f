import type { SessionView } from '../../shared/session-view.ts'
import { toShownReference } from '../../shared/shown-reference.ts'
import { say, useWords } from '../ui/messages.ts'

/** What to try when nothing has happened for a while. */
export function Tips() {
  const { tips } = useWords()
  return <Advice {...tips} />
}

/** A few things to do, under a heading. */
export function Advice({ heading, list }: { heading: string; list: readonly string[] }) {
  return (
    <section className="part">
      <h2>{say(heading)}</h2>
      <ul>
        {list.map((item) => (
          <li key={item}>{say(item)}</li>
        ))}
      </ul>
    </section>
  )
}

/** What to quote when asking for help. */
export function Reference({ reference }: Pick<SessionView, 'reference'>) {
  const words = useWords()
  if (reference === null) return null
  return (
    <p className="quiet">
      <span>{say(words.reference)}</span> <strong className="code">{toShownReference(reference)}</strong>
    </p>
  )
}
