import { queryOptions, skipToken } from '@tanstack/react-query'
import { client } from '../server.ts'
import { newer } from './newer.ts'

/** The one cache entry of a session, whichever way its views come. Null asks for nothing. */
export function sessionQuery(sessionId: string | null) {
  return queryOptions({
    queryKey: ['session', sessionId],
    queryFn: sessionId === null ? skipToken : ({ signal }) => client.session.get.query({ sessionId }, { signal }),
    structuralSharing: newer,
  })
}
