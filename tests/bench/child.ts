import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A file of this directory as a process of its own, which tells and is told by messages, and ends with this one. */
export function startChild(file: string, args: readonly string[] = [], cwd?: string): ChildProcess {
  return fork(join(import.meta.dirname, file), args, { cwd, env: { PATH: process.env.PATH }, execArgv: [] })
}

/** Its answer to a question. @throws where it ends instead. */
export async function ask(child: ChildProcess, question: unknown): Promise<unknown> {
  const stop = new AbortController()
  const ended = once(child, 'exit', { signal: stop.signal }).then(() => {
    throw new Error('The process that was asked has ended')
  })
  ended.catch(() => undefined) // where it has answered
  try {
    const answer = once(child, 'message', { signal: stop.signal })
    answer.catch(() => undefined)
    child.send(JSON.stringify(question))
    const [message] = await Promise.race([answer, ended])
    return message
  } finally {
    stop.abort()
  }
}
