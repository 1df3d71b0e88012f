/** Runs when called; called while a run is under way, it runs once more after it, since that one may have been too early. */
export function inTurn(run: () => Promise<unknown>): () => void {
  let last: Promise<unknown> = Promise.resolve()
  let isDue = false
  return () => {
    if (isDue) return
    isDue = true
    last = last.then(() => {
      isDue = false
      return run()
    })
  }
}
