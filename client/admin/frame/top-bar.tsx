import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { failureText } from '../../live/failure-text.ts'
import { pageSettings } from '../../page-settings.ts'
import { signOut } from '../../sign-in/signed-in.tsx'
import { trpc } from '../../trpc.ts'
import { Icon } from '../outcome-icon.tsx'
import { count } from '../times.tsx'
import type { Live } from './live.ts'

export const parts = [
  ['/admin', 'Events', 'events'],
  ['/admin/sessions', 'Sessions', 'sessions'],
  ['/admin/platform', 'Platform', 'platform'],
  ['/admin/privacy', 'Privacy', 'privacy'],
  ['/admin/activity', 'Activity', 'activity'],
] as const

/** How many things of each part need a person. */
export type Needs = Readonly<Partial<Record<(typeof parts)[number][1], number>>>

const environments = {
  production: ['Production', 'Real students, real wallets'],
  platform: ['Platform, testing', 'Real wallets, no students'],
  simulator: ['Simulator', 'Nothing leaves this machine'],
} as const

const lives = {
  live: 'Live',
  paused: 'Paused',
  reconnecting: 'Reconnecting…',
  offline: 'Offline',
  polling: 'Polling',
} satisfies Record<Live, string>

/** What is always there: where this is, the parts, the finder, whether what is shown is live, and who is signed in. */
export function TopBar({ needs, live, onFind }: { needs: Needs; live: Live; onFind: () => void }) {
  const { environment } = pageSettings()
  const [name, title] = environments[environment]
  return (
    <header className="top">
      <span className="logo" aria-hidden="true">
        N
      </span>
      <strong>Console</strong>
      <span className={`env env-${environment}`} title={title}>
        {environment === 'production' && <Icon name="lock" />}
        {name}
      </span>
      <Parts needs={needs} />
      <span className="space" />
      <button type="button" className="find" onClick={onFind}>
        <Icon name="glass" /> <span>Find anything</span> <kbd>{findKey}</kbd>
      </button>
      <span className={`live live-${live}`} role="status">
        <i aria-hidden="true" /> <span>{lives[live]}</span>
      </span>
      <Link href="/qa" className="top-more">
        Visualiser
      </Link>
      <Me />
    </header>
  )
}

/** What the finder is opened with, as this machine's keys are called. */
export const findKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'

/** The console's parts; on a phone they stand below, where a thumb reaches. */
export function Parts({ needs }: { needs: Needs }) {
  return (
    <nav className="parts" aria-label="Console">
      {parts.map(([href, name, icon]) => (
        <Link key={href} href={href} className={(isHere) => (isHere ? 'part part-here' : 'part')}>
          <Icon name={icon} />
          {name}
          {(needs[name] ?? 0) > 0 && (
            <i className={name === 'Events' ? 'need' : 'need need-less'}>{count(needs[name] ?? 0)}</i>
          )}
        </Link>
      ))}
    </nav>
  )
}

function Me() {
  const { data } = useQuery(trpc.admin.operators.me.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }))
  const [isOpen, setOpen] = useState(false)
  const [failure, setFailure] = useState<Error | null>(null)
  const name = data?.name ?? '…'
  const leave = () => {
    setFailure(null)
    signOut().catch(setFailure)
  }
  return (
    <div className="me">
      <button
        type="button"
        className="me-mark"
        data-initials={initials(name)}
        aria-expanded={isOpen}
        title={`Signed in as ${name}`}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="visually-hidden">Signed in as {name}</span>
      </button>
      {isOpen && (
        <div className="me-menu">
          <p>
            Signed in as <strong>{name}</strong>
          </p>
          <Link href="/admin/activity" onClick={() => setOpen(false)}>
            Who is signed in
          </Link>
          <button type="button" className="btn" onClick={leave}>
            Sign out
          </button>
          {failure && (
            <p role="alert">{failureText(failure, 'You are still signed in', 'you are signed out')} Try again.</p>
          )}
        </div>
      )}
    </div>
  )
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '')
  return ((words.length > 1 ? `${words[0]?.[0]}${words[1]?.[0]}` : words[0]?.slice(0, 2)) ?? '…').toUpperCase()
}
