import { useLocation } from 'wouter'
import { MainButton, Shell, usePageTitle } from '../ui/shell.tsx'

const heading = 'Continue somebody’s registration?'

/** Before this browser goes on with a session that it did not begin: whose wallet connects there registers for somebody else. */
export function AskFirst({ onContinue }: { onContinue: () => void }) {
  const [, navigate] = useLocation()
  usePageTitle(heading)
  return (
    <Shell>
      <h1>{heading}</h1>
      <p className="lead">This link leads to a registration that was begun in another browser.</p>
      <p>If somebody sent it to you, start your own: a wallet that connects here connects to theirs.</p>
      <MainButton onClick={() => navigate('/register/intro', { replace: true })}>Start my own</MainButton>
      <button type="button" className="link" onClick={onContinue}>
        Continue
      </button>
    </Shell>
  )
}
