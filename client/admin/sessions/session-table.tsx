import { Link } from 'wouter'
import type { AdminSession } from '../../../shared/admin-session.ts'
import { type SessionsPlace, sessionsAddress } from '../console-address.ts'
import { Moment } from '../moment.tsx'

/** Sessions with where each stands. The reference is what a student quotes, and the link that opens it. */
export function SessionTable({ sessions, place }: { sessions: readonly AdminSession[]; place: SessionsPlace }) {
  return (
    <table className="log-table" aria-label="Sessions, newest first">
      <thead>
        <tr>
          <th scope="col" className="log-time">
            Started
          </th>
          <th scope="col">Reference</th>
          <th scope="col">Status</th>
          <th scope="col" className="log-wide">
            Proof
          </th>
          <th scope="col" className="log-wide">
            Credential
          </th>
          <th scope="col" className="log-wide">
            For
          </th>
          <th scope="col" className="log-wide log-time">
            Changed
          </th>
        </tr>
      </thead>
      <tbody>
        {sessions.map(({ sessionId, createdAt, updatedAt, status, proof, credential, requestType }) => (
          <tr key={sessionId}>
            <td className="log-time">
              <Moment at={createdAt} />
            </td>
            <td>
              <Link href={sessionsAddress({ ...place, session: sessionId })} className="code">
                {sessionId.slice(0, 8)}
              </Link>
            </td>
            <td>{status}</td>
            <td className="log-wide">{proof}</td>
            <td className="log-wide">{credential}</td>
            <td className="log-wide">{requestType}</td>
            <td className="log-wide log-time">
              <Moment at={updatedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
