import type { ReactNode } from 'react'
import { MainButton, Shell, usePageTitle } from '../ui/shell.tsx'

interface AskFirstProps {
  heading: string
  children: ReactNode
  /** What leads on, with its words; the first is the likelier one. */
  answers: readonly [words: string, act: () => void][]
}

/** Before this browser goes on with a session that may be somebody else's. */
function AskFirst({ heading, children, answers: [main, ...others] }: AskFirstProps) {
  usePageTitle(heading)
  return (
    <Shell isForStudents>
      <h1>{heading}</h1>
      {children}
      {main && <MainButton onClick={main[1]}>{main[0]}</MainButton>}
      {others.map(([words, act]) => (
        <button key={words} type="button" className="link" onClick={act}>
          {words}
        </button>
      ))}
    </Shell>
  )
}

/** A session that this browser did not begin: whose wallet connects there registers for somebody else. */
export function AskWhose(props: { onContinue: () => void; onNew: () => void }) {
  return (
    <AskFirst
      heading="Continue somebody’s registration?"
      answers={[
        ['Start my own', props.onNew],
        ['Continue', props.onContinue],
      ]}
    >
      <p className="lead">This link leads to a registration that was begun in another browser.</p>
      <p>If somebody sent it to you, start your own: a wallet that connects here connects to theirs.</p>
    </AskFirst>
  )
}

/** A session that was begun in this browser, on an earlier visit: many students may share one computer. */
export function AskContinue(props: { onContinue: () => void; onNew: () => void }) {
  return (
    <AskFirst
      heading="Continue your registration?"
      answers={[
        ['Continue', props.onContinue],
        ['Start new', props.onNew],
      ]}
    >
      <p className="lead">A registration was begun in this browser and is not finished.</p>
      <p>If it is yours, go on where you were. If somebody else used this device before you, start a new one.</p>
    </AskFirst>
  )
}
