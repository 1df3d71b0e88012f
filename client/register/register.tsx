import './register.css'
import { useEffect } from 'react'
import { useLocation, useParams, useSearch } from 'wouter'
import { useHasPassed } from '../live/server-clock.ts'
import { useLiveSession } from '../live/use-live-session.ts'
import { NotFoundPage } from '../ui/error-pages.tsx'
import { CompletePage } from './complete-page.tsx'
import { ConnectPage } from './connect-page.tsx'
import { CredentialsPage } from './credentials-page.tsx'
import { IntroPage } from './intro-page.tsx'
import { headingFor, Layout } from './layout.tsx'
import { forget, recall, remember, sessionIdFor, urlOf } from './session-url.ts'
import { statusMessage } from './status-messages.ts'
import { isFinished, readStep, type Step, useStep } from './step.ts'
import { useAsks, useCreate, useStartAgain } from './use-actions.ts'

const slowMs = 60_000

/** The student's wizard, at `/register/:page`. */
export function Register() {
  const page = readStep(useParams().page ?? '')
  return page ? <Wizard asked={page} /> : <NotFoundPage />
}

function Wizard({ asked }: { asked: Step }) {
  const search = useSearch()
  const [location, navigate] = useLocation()
  const sessionId = sessionIdFor(search, recall())
  const { session, link } = useLiveSession(sessionId)
  const view = session.state === 'known' ? session.view : null
  const page = useStep(asked, session)
  const create = useCreate(view)
  const { startAgain, isPending: isLeaving } = useStartAgain(view, create.reset)
  const isSlow = useHasPassed(view && Date.parse(view.updatedAt) + slowMs)
  const { prove, offer, askAgain } = useAsks(page, view, isSlow)
  const address =
    view && page !== 'intro' ? urlOf(page, view.sessionId) : session.state === 'none' ? `/register/${page}` : null

  useEffect(() => {
    if (view) remember(view.sessionId)
  }, [view])

  useEffect(() => {
    const isThere = `${location}?${search}`.startsWith(address ?? '')
    if (address !== null && !isThere) navigate(address, { replace: true })
  }, [address, location, search, navigate])

  const proceed = () => {
    forget() // the session that ended, or the page would go on telling about it
    const type = new URLSearchParams(search).get('type')
    navigate(type ? `/register/connect?type=${encodeURIComponent(type)}` : '/register/connect')
  }

  const words = statusMessage({ page, session, isSlow, isLeaving, create, prove, offer })
  const hasSession = session.state !== 'none'
  const isLoading = session.state === 'loading' // what comes would push the footer down before the student's finger
  const footer = !isLoading && (hasSession || page !== 'intro') && (
    <>
      {view && isFinished(view) && <p className="quiet">Starting again does not undo this.</p>}
      <button
        type="button"
        className={session.state === 'unknown' ? 'button' : 'link'}
        disabled={isLeaving}
        onClick={startAgain}
      >
        Start again
      </button>
    </>
  )

  return (
    <Layout page={page} heading={headingFor(page, view)} words={words} link={link} footer={footer}>
      {session.state === 'unreachable' && (
        <button type="button" className="button" onClick={session.retry}>
          Try again
        </button>
      )}
      {(view || !hasSession) && page === 'intro' && <IntroPage onProceed={proceed} />}
      {(view || !hasSession) && page === 'connect' && (
        <ConnectPage view={view} isSlow={isSlow} isCreating={create.isPending} onCreate={create.create} />
      )}
      {view && page === 'credentials' && <CredentialsPage view={view} isSlow={isSlow} onAskAgain={askAgain} />}
      {view && page === 'complete' && isFinished(view) && <CompletePage view={view} />}
    </Layout>
  )
}
