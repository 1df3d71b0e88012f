/**
 * The turns of one database: what runs `alone` excludes everything else; what runs `together` may be under way at once with
 * others of its kind, and is begun in the order in which it came. Nobody overtakes; what fails does not stop the next.
 */
export function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  let sharing = new Set<Promise<unknown>>()
  return {
    alone<Result>(task: () => Promise<Result>): Promise<Result> {
      const before = sharing.size > 0 ? Promise.all([last, ...sharing]) : last
      sharing = new Set()
      const turn = before.then(task)
      last = turn.catch(() => undefined)
      return turn
    },
    together<Result>(task: () => Promise<Result>): Promise<Result> {
      const turn = last.then(task)
      const among = sharing
      const ended: Promise<unknown> = turn.catch(() => undefined).then(() => among.delete(ended))
      among.add(ended)
      return turn
    },
  }
}

export type Turns = ReturnType<typeof createTurns>
