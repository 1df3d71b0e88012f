/** Runs tasks one after another, in the order they were given; a task that fails does not stop the next. */
export function createOneAtATime() {
  let last: Promise<unknown> = Promise.resolve()
  return <Result>(task: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(task, task)
    last = turn.catch(() => undefined)
    return turn
  }
}
