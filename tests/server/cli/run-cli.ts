import { fileURLToPath } from 'node:url'
import { runConfirmd } from '../../../server/cli/confirmd.ts'
import { freshDirectory } from '../../support/databases.ts'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** What was asked, in order. */
  readonly questions: readonly string[]
}

export interface RunOptions {
  /** Its whole environment. */
  readonly variables?: Readonly<Record<string, string>>
  readonly stdin?: string
  /** What a person at the terminal answers, question after question; an empty answer takes what is proposed. Nobody is there without it. */
  readonly answers?: readonly string[]
  /** A server's data directory; an empty one otherwise. */
  readonly dataDirectory?: string
}

/** `npm run confirmd -- ARGUMENTS` at a terminal of the test's own. */
export async function confirmd(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { variables = {}, stdin = '', answers } = options
  const [written, noted, questions]: [string[], string[], string[]] = [[], [], []]
  const left = [...(answers ?? [])]
  const ask = async (message: string, fallback = '') => {
    questions.push(message)
    return left.shift() || fallback
  }
  const code = await runConfirmd(args, {
    variables,
    dataDirectory: options.dataDirectory ?? (await freshDirectory()),
    terminal: {
      isInteractive: answers !== undefined,
      write: (line) => void written.push(`${line}\n`),
      note: (line) => void noted.push(`${line}\n`),
      ask,
      askSecret: ask,
      confirm: async (message) => (await ask(message)) === 'yes',
      readLine: async () => stdin,
    },
  })
  return { code, stdout: written.join(''), stderr: noted.join(''), questions }
}

export const scriptOf = (name: 'confirmd' | 'simulator') =>
  fileURLToPath(new URL(`../../../server/cli/${name}.ts`, import.meta.url))
