import { confirm, input, password } from '@inquirer/prompts'

/** Where a command's answer goes, and whom it can ask. */
export type Terminal = ReturnType<typeof createTerminal>

/** The process's own terminal. Questions go to stderr, so that an answer can be piped on. */
export function createTerminal({ stdin, stdout, stderr }: typeof process) {
  const context = { output: stderr }
  return {
    /** Whether a person is there to be asked. */
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    /** The answer, for a person or a pipe. */
    write: (line: string) => void stdout.write(`${line}\n`),
    /** What is said beside the answer: steps, warnings. */
    note: (line: string) => void stderr.write(`${line}\n`),
    ask: (message: string, fallback?: string) =>
      input({ message, required: true, ...(fallback && { default: fallback }) }, context),
    /** Asks without showing what is typed. */
    askSecret: (message: string) => password({ message, mask: true, toggleMask: false }, context),
    confirm: (message: string) => confirm({ message, default: false }, context),
    /** The first line of what is piped in. */
    async readLine() {
      let text = ''
      for await (const chunk of stdin.setEncoding('utf8')) text += chunk
      return text.split('\n', 1)[0]?.trim() ?? ''
    },
  }
}
