import { MainButton, Shell, usePageTitle } from '../ui/shell.tsx'
import './register.css'
import { type ReactNode, useEffect, useRef } from 'react'
import { useLocation, useParams, useSearch } from 'wouter'
import type { RequestType } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { LinkNotice } from '../live/link-notice.tsx'
import type { LinkState } from '../live/link-state.ts'
import { useHasPassed } from '../live/server-clock.ts'
import { useLiveSession } from '../live/use-live-session.ts'
import { useProblem } from '../live/use-problem.ts'
import { NotFoundPage } from '../ui/error-pages.tsx'
import { Part } from '../ui/part.tsx'
import { StatusCard, type StatusMessage } from '../ui/status-card.tsx'
import { againFor, isServersTurn } from './again.ts'
import { CompletePage } from './complete-page.tsx'
import { ConnectPage } from './connect-page.tsx'
import { CredentialsPage } from './credentials-page.tsx'
import { IntroPage } from './intro-page.tsx'
import { enter, forget, leave, tabSession } from './own-sessions.ts'
import { ReturnToPortal, usePortal } from './portal.tsx'
import { requestTypeIn, sessionIdFor, urlOf } from './session-url.ts'
import { statusMessage } from './status-messages.ts'
import { isFinished, readStep, type Step, stepCount, stepNumber, useStep } from './step.ts'
import { useAskAgain, useCreate, useStartAgain } from './use-actions.ts'
import { isOver, Whose } from './whose.tsx'

const longMs = 20_000
const slowMs = 60_000

/** The student's wizard, at `/register/:page`. */
export function Register() {
  const step = readStep(useParams().page ?? '')
  const parameters = new URLSearchParams(useSearch())
  if (!step) return <NotFoundPage />
  return (
    <Whose named={parameters.get('session')} isNew={parameters.has('type')}>
      <Wizard asked={step} />
    </Whose>
  )
}

function Wizard({ asked }: { asked: Step }) {
  const search = useSearch()
  const [location, navigate] = useLocation()
  const sessionId = sessionIdFor(search, tabSession())
  const { session: live, link } = useLiveSession(sessionId)
  const known = live.state === 'known' ? live.view : null
  const { askAgain, asking, askedAt, isAsked } = useAskAgain(known)
  const session = useProblem(live, known !== null && (isServersTurn(known) || isAsked))
  const view = session.state === 'known' ? session.view : null
  const step = useStep(asked, session)
  const create = useCreate(view)
  const { startAgain, isPending: isLeaving } = useStartAgain(view, create.reset)
  const stillSince = view && Math.max(Date.parse(view.updatedAt), askedAt)
  const isLong = useHasPassed(stillSince && stillSince + longMs)
  const isSlow = useHasPassed(stillSince && stillSince + slowMs)
  const portal = usePortal(view?.sessionId ?? null)
  const portalName = portal?.clientName ?? null
  const again = view && againFor(view, isSlow)
  const url =
    view && step !== 'intro' ? urlOf(step, view.sessionId) : session.state === 'none' ? `/register/${step}` : null

  useEffect(() => {
    if (!view) return
    if (isOver(view)) forget(view.sessionId)
    else enter(view.sessionId)
  }, [view])

  useEffect(() => {
    const isThere = `${location}?${search}`.startsWith(url ?? '')
    if (url !== null && !isThere) navigate(url, { replace: true })
  }, [url, location, search, navigate])

  const proceed = () => {
    leave() // the session that ended, or the page would go on telling about it
    const type = new URLSearchParams(search).get('type')
    navigate(type ? `/register/connect?type=${encodeURIComponent(type)}` : '/register/connect')
  }

  const message = statusMessage({ step, session, isLong, isSlow, isLeaving, create, asking })
  const hasSession = session.state !== 'none'
  const isLoading = session.state === 'loading' // what comes would push the footer down before the student's finger
  const footer = !isLoading && (hasSession || step !== 'intro') && (
    <>
      {portalName && !(view && isFinished(view)) && <ReturnToPortal name={portalName} isMain={false} />}
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
    <Layout step={step} heading={headingFor(step, view)} message={message} link={link} footer={footer}>
      {session.state === 'unreachable' && <MainButton onClick={session.retry}>Try again</MainButton>}
      {(view || !hasSession) && step === 'intro' && (
        <IntroPage portal={portal} requestType={requestTypeIn(search)} onProceed={proceed} />
      )}
      {(view || !hasSession) && step === 'connect' && (
        <ConnectPage view={view} isSlow={isSlow} isCreating={create.isPending} onCreate={create.create} />
      )}
      {view && step === 'credentials' && (
        <CredentialsPage view={view} isSlow={isSlow} portal={portal}>
          {again && (
            <MainButton disabled={asking.isPending} onClick={() => askAgain(again)}>
              {asking.error ? 'Try again' : again.words}
            </MainButton>
          )}
        </CredentialsPage>
      )}
      {view && step === 'complete' && isFinished(view) && <CompletePage view={view} portal={portalName} />}
    </Layout>
  )
}

const notices = {
  reconnecting: 'Reconnecting…',
  offline: 'You are offline. This page continues by itself when you are back online.',
  polling: 'Reconnecting… Until then, this page checks for updates every few seconds.',
}

interface LayoutProps {
  step: Step
  heading: string
  message: StatusMessage | null
  link: LinkState
  footer: ReactNode
  children: ReactNode
}

/** The frame of a step. It outlives the steps, so that its live regions and its sense of a step change do. */
function Layout({ step, heading, message, link, footer, children }: LayoutProps) {
  const title = useRef<HTMLHeadingElement>(null)
  const shownStep = useRef(step)
  usePageTitle(`Step ${stepNumber(step)} of ${stepCount} – ${heading}`)

  useEffect(() => {
    if (shownStep.current === step) return
    shownStep.current = step
    window.scrollTo(0, 0)
    title.current?.focus()
  }, [step])

  return (
    <Shell isForStudents>
      <Part>
        <LinkNotice link={link} texts={notices} />
      </Part>
      <div className="step">
        <p>{`Step ${stepNumber(step)} of ${stepCount}`}</p>
        <progress max={stepCount} value={stepNumber(step)} aria-hidden="true" />
      </div>
      <h1 ref={title} tabIndex={-1}>
        {heading}
      </h1>
      <Part>
        <StatusCard message={message} />
      </Part>
      <Part key={step}>{children}</Part>
      {footer && <footer className="step-foot">{footer}</footer>}
    </Shell>
  )
}

const usual = {
  intro: 'Register with your wallet',
  connect: 'Connect your wallet',
  credentials: 'Share your credentials',
  complete: 'Your registration',
} satisfies Record<Step, string>

const finished = {
  registration: 'You are registered',
  authentication: 'Your identity is confirmed',
} satisfies Record<RequestType, string>

/** What a page is about. Only a session that is finished is called so. */
function headingFor(step: Step, view: SessionView | null): string {
  return step === 'complete' && view && isFinished(view) ? finished[view.requestType] : usual[step]
}
