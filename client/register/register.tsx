import './register.css'
import './steps.css'
import { useEffect } from 'react'
import type { Wizard as Words } from '../../shared/messages/en/wizard.ts'
import { useHasPassed } from '../live/server-clock.ts'
import { type LiveSession, useLiveSession } from '../live/use-live-session.ts'
import { useProblem } from '../live/use-problem.ts'
import { useWords } from '../ui/messages.ts'
import { navigate, useAddress } from './address.tsx'
import { againFor, isServersTurn } from './again.ts'
import { CompletePage } from './complete-page.tsx'
import { ConnectPage } from './connect-page.tsx'
import { CredentialsPage } from './credentials-page.tsx'
import { Layout } from './layout.tsx'
import { enter, forget, tabSession } from './own-sessions.ts'
import { ReturnToPortal, usePortal } from './portal.tsx'
import { sessionIdFor, urlOf } from './session-url.ts'
import { StartAgain } from './start-again.tsx'
import { statusOf } from './status.ts'
import { isFinished, readStep, type Step, useStep } from './step.ts'
import { useAskAgain, useCreate, useStartAgain } from './use-actions.ts'
import { useDeadLink } from './use-dead-link.ts'
import { WayOn } from './way-on.tsx'
import { isOver, Whose } from './whose.tsx'

const longMs = 20_000
const slowMs = 60_000

/** The student's wizard, at `/register/:page`. */
export function Register() {
  const { path, search } = useAddress()
  const step = readStep(path.split('/')[2] ?? '') ?? 'connect' // the server has no page for anything else
  const parameters = new URLSearchParams(search)
  return (
    <Whose named={parameters.get('session')} isNew={parameters.has('type')} asked={step}>
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

  const status = statusOf({ step, session, isLong, isSlow, isLeaving, create, asking })
  const hasSession = session.state !== 'none'
  const deadLink = useDeadLink(view?.sessionId ?? null)
  const action = (
    <WayOn
      {...{ step, session, status, again, portal: portalName, deadLink }}
      isBusy={create.isPending || asking.isPending || isLeaving}
      hasFailed={asking.error !== null}
      onCreate={create.create}
      onAgain={askAgain}
      onStartAgain={startAgain}
    />
  )
  const isLoading = session.state === 'loading' // what comes would push the footer down before the student's finger
  const foot = !isLoading && (hasSession || step !== 'intro') && (
    <>
      {portalName && !(view && isFinished(view)) && <ReturnToPortal name={portalName} isMain={false} />}
      {session.state !== 'unknown' && (
        <StartAgain
          gives={view && isFinished(view) ? 'finished' : view && !isOver(view) ? 'open' : 'over'}
          isLeaving={isLeaving}
          onLeave={startAgain}
        />
      )}
    </>
  )

  return (
    <Layout
      {...{ step, sessionId, status, link, action, foot }}
      reference={view?.reference}
      heading={headingFor(step, session, words.headings)}
    >
      {(view || !hasSession) && step === 'connect' && (
        <ConnectPage view={view} portal={portalName} isSlow={isSlow} deadLink={deadLink} />
      )}
      {view && step === 'credentials' && (
        <CredentialsPage view={view} isSlow={isSlow} isHeldUp={status === 'heldUp'} portal={portal} />
      )}
      {view && step === 'complete' && isFinished(view) && <CompletePage view={view} portal={portal} />}
    </Layout>
  )
}

/** What a page is about now. Only a session that is finished is called so. */
function headingFor(step: Step, session: LiveSession, headings: Words['headings']): string {
  if (session.state === 'unknown') return headings.complete
  if (session.state !== 'known') return headings[step]
  const { view } = session
  if (step === 'complete' && isFinished(view)) return headings[view.requestType]
  const isReceiving = step === 'credentials' && view.proof === 'verified' && view.requestType === 'registration'
  return headings[isReceiving ? 'receive' : step]
}
