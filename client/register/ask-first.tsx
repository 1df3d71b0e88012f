import { say, useWords } from '../ui/messages.ts'
import { MainButton, usePageTitle } from '../ui/shell.tsx'
import { Frame } from './frame.tsx'

type Answer = readonly [words: string, act: () => void]

interface AskFirstProps {
  heading: string
  lead: string
  text: string
  /** What leads on, with its words; the first is the likelier one. */
  answers: readonly [Answer, Answer]
}

/** Before this browser goes on with a session that may be somebody else's. */
function AskFirst({ heading, lead, text, answers: [main, other] }: AskFirstProps) {
  usePageTitle(heading)
  return (
    <Frame>
      <h1 tabIndex={-1}>{say(heading)}</h1>
      <p className="lead">{say(lead)}</p>
      <p>{say(text)}</p>
      <MainButton onClick={main[1]}>{say(main[0])}</MainButton>
      <button type="button" className="link" onClick={other[1]}>
        {say(other[0])}
      </button>
    </Frame>
  )
}

interface Answers {
  onContinue: () => void
  onNew: () => void
}

/** A session that this browser did not begin: whose wallet connects there registers for somebody else. */
export function AskWhose({ onContinue, onNew }: Answers) {
  const { whose, actions } = useWords()
  return (
    <AskFirst
      heading={whose.foreign}
      lead={whose.foreignLead}
      text={whose.foreignText}
      answers={[
        [whose.startOwn, onNew],
        [actions.continue, onContinue],
      ]}
    />
  )
}

/** A session that was begun in this browser, on an earlier visit: many students may share one computer. */
export function AskContinue({ onContinue, onNew }: Answers) {
  const { whose, actions } = useWords()
  return (
    <AskFirst
      heading={whose.earlier}
      lead={whose.earlierLead}
      text={whose.earlierText}
      answers={[
        [actions.continue, onContinue],
        [whose.startNew, onNew],
      ]}
    />
  )
}
