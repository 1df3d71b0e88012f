import { confirm, input, password } from '@inquirer/prompts'

/** Where a command's answer goes, and whom it can ask. */
export interface Terminal {
  /** Whether a person is there to be asked. */
  readonly isInteractive: boolean
  /** The answer, for a person or a pipe. */
  write(line: string): void
  /** What is said beside the answer: steps, warnings. */
  note(line: string): void
  ask(message: string, fallback?: string): Promise<string>
  /** Asks without showing what is typed. */
  askSecret(message: string): Promise<string>
  confirm(message: string): Promise<boolean>
  /** The first line of what is piped in. */
  readLine(): Promise<string>
}

/** The process's own terminal. Questions go to stderr, so that an answer can be piped on. */
export function createTerminal({ stdin, stdout, stderr }: typeof process): Terminal {
  const context = { output: stderr }
  return {
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    write: (line) => void stdout.write(`${line}\n`),
    note: (line) => void stderr.write(`${line}\n`),
    ask: (message, fallback) => input({ message, required: true, ...(fallback && { default: fallback }) }, context),
    askSecret: (message) => password({ message, mask: true, toggleMask: false }, context),
    confirm: (message) => confirm({ message, default: false }, context),
    async readLine() {
      let text = ''
      for await (const chunk of stdin.setEncoding('utf8')) text += chunk
      return text.split('\n', 1)[0]?.trim() ?? ''
    },
  }
}
