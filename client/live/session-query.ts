import { queryOptions, skipToken } from '@tanstack/react-query'
import type { SessionView } from '../../shared/session-view.ts'
import { queryClient } from '../query-client.ts'
import { client } from '../server.ts'

const mostAnswers = 3

/** Of a view that was asked for after another one had come, and that contradicts it: that other one, which a restore has undone. */
const undone = new WeakMap<object, SessionView>()

const keyOf = (sessionId: string | null) => ['session', sessionId] as const
const heldView = (sessionId: string) => queryClient.getQueryData<SessionView>(keyOf(sessionId))

/**
 * Puts a view that came by any way into the cache. An older one than the one there changes nothing: it may have been overtaken on
 * the way here. But it may also be what the database was restored to, so the server is asked, whose answer then counts.
 */
export function keepView(view: SessionView): SessionView {
  const held = heldView(view.sessionId)
  const { queryKey } = sessionQuery(view.sessionId)
  queryClient.setQueryData(queryKey, view)
  if (held && contradicts(held, view)) void queryClient.invalidateQueries({ queryKey }) // asks anew, also where an answer is due
  return view
}

/** The one cache entry of a session, whichever way its views come. Null asks for nothing. */
export function sessionQuery(sessionId: string | null) {
  return queryOptions({
    queryKey: keyOf(sessionId),
    queryFn: sessionId === null ? skipToken : ({ signal }): Promise<SessionView> => askFor({ sessionId }, { signal }),
    structuralSharing: newer,
  })
}

/**
 * What the server says now. Where that is older than what was held before it was asked, the database was restored: no answer is
 * overtaken by what had come before the question.
 */
async function askFor(...[input, options]: Parameters<typeof client.session.get.query>): Promise<SessionView> {
  for (let answers = 1; ; answers++) {
    const before = heldView(input.sessionId)
    const view = await client.session.get.query(input, options)
    if (!before || !contradicts(before, view)) return view
    if (heldView(input.sessionId) === before) undone.set(view, before)
    else if (answers < mostAnswers) continue // what came meanwhile may be of before the restore, or of after it
    return view
  }
}

/** Whether the session cannot have gone from `held` to `view`: it is an older version, or the same one with another history. */
function contradicts(held: SessionView, view: SessionView): boolean {
  return view.version < held.version || (view.version === held.version && view.updatedAt !== held.updatedAt)
}

/**
 * Which of two views of one session to keep: the one with the higher version, and the old one where they are equal, since an
 * answer, a refetch and the stream can overtake each other on the way here. One that is known to undo the old one replaces it.
 */
export function newer(old: unknown, next: unknown): unknown {
  if (!isView(next) || !isView(old)) return next ?? old
  return next.version > old.version || undone.get(next) === old ? next : old
}

function isView(view: unknown): view is SessionView {
  return typeof view === 'object' && view !== null
}
