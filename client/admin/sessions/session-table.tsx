import { Fragment, type MouseEvent } from 'react'
import { Link } from 'wouter'
import { useServerTime } from '../../live/server-clock.ts'
import { elapsed } from '../../timeline/elapsed.ts'
import type { AdminSession, Stuck } from '../../trpc.ts'
import { TableHead } from '../console-parts.tsx'
import { nameOf } from '../session-name.tsx'
import { outcomeText, progressOf } from './turn-of.ts'

const columns = [
  ['Session', 'c-name'],
  ['Came to', 'c-came'],
  ['Progress', 'c-progress'],
  ['Connection · proof · credential', 'c-states'],
  ['Stands since', 'c-since number'],
  ['Against p95', 'c-against number'],
  ['For', 'c-for'],
] as const

interface SessionTableProps {
  readonly sessions: readonly AdminSession[]
  readonly stuck: ReadonlyMap<string, Stuck>
  readonly activeId: string | null
  readonly onOpen: (sessionId: string) => void
  readonly hrefOf: (sessionId: string) => string
}

/** Sessions with where each stands, those that stand still for too long first. */
export function SessionTable({ sessions, stuck, ...rest }: SessionTableProps) {
  const isStuck = ({ sessionId }: AdminSession) => stuck.has(sessionId)
  const groups = [
    [
      'Stuck',
      `${sessions.filter(isStuck).length} stand still longer than 95 % of sessions did`,
      sessions.filter(isStuck),
    ],
    ['Others', 'newest first', sessions.filter((session) => !isStuck(session))],
  ] as const
  return (
    <table className="rows sessions" aria-label="Sessions, newest first">
      <TableHead columns={columns} />
      <tbody>
        {groups.map(([name, note, members]) => (
          <Fragment key={name}>
            {members.length > 0 && members.length < sessions.length && (
              <tr className="group">
                <td colSpan={columns.length}>
                  {name} · {note}
                </td>
              </tr>
            )}
            {members.map((session) => (
              <SessionRow key={session.sessionId} session={session} stuck={stuck.get(session.sessionId)} {...rest} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}

type SessionRowProps = Pick<SessionTableProps, 'activeId' | 'onOpen' | 'hrefOf'> & {
  session: AdminSession
  stuck: Stuck | undefined
}

function SessionRow({ session, stuck, activeId, onOpen, hrefOf }: SessionRowProps) {
  const { sessionId, theirLabel, status, proof, credential, requestType, updatedAt } = session
  const nowMs = useServerTime()
  const isActive = sessionId === activeId
  const open = ({ target }: MouseEvent) => {
    if (target instanceof Element && !target.closest('a, button')) onOpen(sessionId)
  }
  return (
    <tr aria-selected={isActive} className={isActive ? 'row-active' : ''} onClick={open}>
      <td className="c-name">
        <Link href={hrefOf(sessionId)} className="reference" data-session={sessionId}>
          {nameOf(session)}
        </Link>
        {theirLabel !== null && (
          <bdi className="row-label" dir="auto" title={theirLabel}>
            {theirLabel}
          </bdi>
        )}
      </td>
      <td className={`c-came came-${session.outcome}`}>{outcomeText(session)}</td>
      <td className="c-progress">
        <Progress of={session} />
      </td>
      <td className="c-states">
        {status} · {proof} · {credential}
      </td>
      <td className={`c-since number ${stuck ? 'is-slow' : ''}`}>
        {elapsed(Math.floor(Math.max(0, nowMs - Date.parse(updatedAt)) / 1000) * 1000)}
      </td>
      <td className={`c-against number ${stuck ? 'is-slow' : ''}`}>
        {stuck ? `${Math.round(stuck.stillMs / Math.max(1, stuck.p95Ms))}×` : '–'}
      </td>
      <td className="c-for">{requestType === 'registration' ? 'registration' : 'sign-in'}</td>
    </tr>
  )
}

const names = ['connection', 'proof', 'credential'] as const

/** The three parts of a session: connecting, sharing, receiving. */
function Progress({ of }: { of: AdminSession }) {
  const parts = progressOf(of)
  return (
    <span className="pips" role="img" aria-label={parts.map((part, index) => `${names[index]}: ${part}`).join(', ')}>
      {names.map((name, index) => (
        <i key={name} className={`pip-${parts[index]}`} />
      ))}
    </span>
  )
}
