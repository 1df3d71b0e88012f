import './register.css'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Wizard as Words } from '../../shared/messages/en/wizard.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { LinkNotice } from '../live/link-notice.tsx'
import type { LinkState } from '../live/link-state.ts'
import { useHasPassed } from '../live/server-clock.ts'
import { useLiveSession } from '../live/use-live-session.ts'
import { useProblem } from '../live/use-problem.ts'
import { NotFoundPage } from '../ui/error-pages.tsx'
import { say, useWords } from '../ui/messages.ts'
import { Part } from '../ui/part.tsx'
import { MainButton, usePageTitle } from '../ui/shell.tsx'
import { StatusCard } from '../ui/status-card.tsx'
import { navigate, useAddress } from './address.tsx'
import { againFor, isServersTurn } from './again.ts'
import { CompletePage } from './complete-page.tsx'
import { ConnectPage } from './connect-page.tsx'
import { CredentialsPage } from './credentials-page.tsx'
import { Frame } from './frame.tsx'
import { IntroPage } from './intro-page.tsx'
import { enter, forget, leave, tabSession } from './own-sessions.ts'
import { ReturnToPortal, usePortal } from './portal.tsx'
import { requestTypeIn, sessionIdFor, urlOf } from './session-url.ts'
import { type Status, statusOf, tones } from './status.ts'
import { isFinished, readStep, type Step, stepCount, stepNumber, useStep } from './step.ts'
import { useAskAgain, useCreate, useStartAgain } from './use-actions.ts'
import { isOver, Whose } from './whose.tsx'

const longMs = 20_000
const slowMs = 60_000

/** The student's wizard, at `/register/:page`. */
export function Register() {
  const { path, search } = useAddress()
  const step = readStep(path.split('/')[2] ?? '')
  const parameters = new URLSearchParams(search)
  if (!step) return <NotFoundPage />
  return (
    <Whose named={parameters.get('session')} isNew={parameters.has('type')}>
      <Wizard asked={step} />
    </Whose>
  )
}

function Wizard({ asked }: { asked: Step }) {
  const words = useWords()
  const { path, search } = useAddress()
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
    const isThere = `${path}?${search}`.startsWith(url ?? '')
    if (url !== null && !isThere) navigate(url, 'replace')
  }, [url, path, search])

  const proceed = () => {
    leave() // the session that ended, or the page would go on telling about it
    const type = new URLSearchParams(search).get('type')
    navigate(type ? `/register/connect?type=${encodeURIComponent(type)}` : '/register/connect')
  }

  const status = statusOf({ step, session, isLong, isSlow, isLeaving, create, asking })
  const hasSession = session.state !== 'none'
  const isLoading = session.state === 'loading' // what comes would push the footer down before the student's finger
  const footer = !isLoading && (hasSession || step !== 'intro') && (
    <>
      {portalName && !(view && isFinished(view)) && <ReturnToPortal name={portalName} isMain={false} />}
      {view && isFinished(view) && <p className="quiet">{say(words.complete.startAgain)}</p>}
      <button
        type="button"
        className={session.state === 'unknown' ? 'button' : 'link'}
        disabled={isLeaving}
        onClick={startAgain}
      >
        {say(words.actions.startAgain)}
      </button>
    </>
  )

  return (
    <Layout step={step} heading={headingFor(step, view, words.headings)} status={status} link={link} footer={footer}>
      {session.state === 'unreachable' && (
        <MainButton onClick={session.retry}>{say(words.actions.tryAgain)}</MainButton>
      )}
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
              {say(words.actions[asking.error ? 'tryAgain' : again.words])}
            </MainButton>
          )}
        </CredentialsPage>
      )}
      {view && step === 'complete' && isFinished(view) && <CompletePage view={view} portal={portalName} />}
    </Layout>
  )
}

interface LayoutProps {
  step: Step
  heading: string
  status: Status | null
  link: LinkState
  footer: ReactNode
  children: ReactNode
}

/** The frame of a step. It outlives the steps, so that its live regions and its sense of a step change do. */
function Layout({ step, heading, status, link, footer, children }: LayoutProps) {
  const title = useRef<HTMLHeadingElement>(null)
  const shownStep = useRef(step)
  const { frame, status: messages } = useWords()
  const progress = frame.progress({ number: stepNumber(step), count: stepCount })
  usePageTitle(frame.title({ progress, heading }))

  useEffect(() => {
    if (shownStep.current === step) return
    shownStep.current = step
    window.scrollTo(0, 0)
    title.current?.focus()
  }, [step])

  return (
    <Frame foot={footer && <div className="step-foot">{footer}</div>}>
      <Part words={frame}>
        <LinkNotice link={link} texts={frame} />
      </Part>
      <div className="step">
        <p>{say(progress)}</p>
        <progress max={stepCount} value={stepNumber(step)} aria-hidden="true" />
      </div>
      <h1 ref={title} tabIndex={-1}>
        {say(heading)}
      </h1>
      <Part words={frame}>
        <StatusCard
          message={
            status && {
              tone: tones[status],
              title: say(messages[status].title),
              text: say(messages[status].text),
            }
          }
        />
      </Part>
      <Part key={step} words={frame}>
        {children}
      </Part>
    </Frame>
  )
}

/** What a page is about. Only a session that is finished is called so. */
function headingFor(step: Step, view: SessionView | null, headings: Words['headings']): string {
  return headings[step === 'complete' && view && isFinished(view) ? view.requestType : step]
}
