import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** Its whole environment, less the path. */
  readonly variables?: Readonly<Record<string, string>>
  readonly stdin?: string
  /** Where it runs, and where its `data/` would be. */
  readonly directory: string
}

export const scriptOf = (name: 'confirmd' | 'simulator') =>
  fileURLToPath(new URL(`../../../server/cli/${name}.ts`, import.meta.url))

/** `npm run confirmd -- ARGUMENTS`, with nobody at the terminal. */
export async function confirmd(
  args: readonly string[],
  { variables, stdin = '', directory }: RunOptions,
): Promise<Ran> {
  const env = { PATH: process.env.PATH, ...variables }
  const child = spawn(process.execPath, [scriptOf('confirmd'), ...args], { cwd: directory, env })
  child.stdin.end(stdin)
  const exited = once(child, 'exit')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  await exited
  return { code: child.exitCode, stdout, stderr }
}
