import type { Pool } from 'pg'
import { type Engine, type LockRequest, SqlError, type Transaction } from './engine.ts'
import { type Answer, findStatement, type Running, statements } from './statements.ts'

interface Asked {
  readonly text: string
  readonly name: string | undefined
  readonly values: readonly unknown[]
  readonly resolve: (answer: Answer & { readonly command: string }) => void
  readonly reject: (error: unknown) => void
}

/** The database's side of one connection: statements one after another, each taken a step further when the simulation says so. */
interface Backend {
  /** Whether a step would do anything. */
  isRunnable(): boolean
  step(): void
  /** The connection breaks: what was open is rolled back; whoever waits is told so, unless nobody is left to be told. */
  cut(isTold: boolean): void
  isOpen(): boolean
}

/**
 * A pool of connections to `engine`, and the steps that its statements wait for. Once `halt` was called the process is
 * dead: nothing that it asks is ever answered.
 */
export function createConnections(engine: Engine) {
  const backends: Backend[] = []
  let isDead = false
  const connect = () => {
    const { backend, client } = openConnection(engine, () => isDead)
    backends.push(backend)
    return client
  }
  return {
    pool: { connect: async () => connect() } as unknown as Pool,
    runnable: (): Backend[] => backends.filter((backend) => backend.isRunnable()),
    open: (): Backend[] => backends.filter((backend) => backend.isOpen()),
    halt(): void {
      isDead = true
      for (const backend of backends) backend.cut(false)
    },
  }
}

function openConnection(engine: Engine, isDead: () => boolean) {
  const waiting: Asked[] = []
  let tx: Transaction | null = null
  let running: { readonly asked: Asked; readonly steps: Running; request: LockRequest | null } | null = null
  let isBroken = false

  const answer = (asked: Asked, command: string, { rows, rowCount }: Answer = { rows: [], rowCount: 0 }) =>
    asked.resolve({ rows, rowCount, command })

  /** `begin`, `commit` and `rollback`; answers whether it was one of them. */
  const control = (asked: Asked): boolean => {
    if (asked.text === 'begin') tx = engine.begin()
    else if (asked.text === 'commit' || asked.text === 'rollback') {
      const isKept = asked.text === 'commit' && tx !== null && !tx.isFailed
      if (tx && isKept) engine.commit(tx)
      else if (tx) engine.rollback(tx)
      tx = null
      answer(asked, isKept ? 'COMMIT' : 'ROLLBACK')
      return true
    } else return false
    answer(asked, 'BEGIN')
    return true
  }
  const fail = (asked: Asked, error: unknown) => {
    if (tx) tx.isFailed = true
    running = null
    asked.reject(error)
  }
  const start = (asked: Asked) => {
    if (tx?.isFailed) return fail(asked, new SqlError('25P02'))
    const statement =
      asked.name !== undefined && isKnown(asked.name) ? statements[asked.name] : findStatement(asked.text)
    running = { asked, steps: statement(engine, tx ?? engine.begin(), asked.values), request: null }
  }
  /** As far as it comes without waiting. */
  const go = () => {
    if (!running) return
    const { asked, steps } = running
    const own = tx ?? engine.begin()
    try {
      let given = false
      if (running.request) {
        given = engine.lock(own, running.request)
        if (!given && running.request.orElse === 'wait') return
      }
      for (let next = steps.next(given); ; next = steps.next(given)) {
        if (next.done) {
          running = null
          answer(asked, 'SELECT', next.value)
          return
        }
        running.request = next.value
        given = engine.lock(own, next.value)
        if (!given && next.value.orElse === 'wait') return
      }
    } catch (error) {
      fail(asked, error)
    }
  }

  const backend: Backend = {
    isRunnable: () =>
      !isBroken && (running ? running.request === null || engine.isFree(running.request.key) : waiting.length > 0),
    isOpen: () => !isBroken && tx !== null,
    step() {
      if (!running) {
        const asked = waiting.shift()
        if (!asked || control(asked)) return
        start(asked)
      }
      go()
    },
    cut(isTold) {
      isBroken = true
      if (tx) engine.rollback(tx)
      tx = null
      const lost = Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' })
      for (const { reject } of isTold ? [...(running ? [running.asked] : []), ...waiting] : []) reject(lost)
      running = null
      waiting.length = 0
    },
  }

  const query = (first: string | { name: string; text: string; values: unknown[] }, values: unknown[] = []) =>
    new Promise<Answer>((resolve, reject) => {
      if (isDead()) return
      const asked = typeof first === 'string' ? { text: first, name: undefined, values } : first
      if (isBroken) reject(Object.assign(new Error('Client was closed and is not queryable'), { code: 'ECONNRESET' }))
      else waiting.push({ ...asked, resolve, reject })
    })
  return { backend, client: { query, release: () => undefined } }
}

function isKnown(name: string): name is keyof typeof statements {
  return name in statements
}
