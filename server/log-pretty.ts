import type { DestinationStream } from 'pino'
import type { LogOutput } from './log-output.ts'

/** Log lines as a person at a terminal reads them: local time, level, message, fields. The library is loaded for those alone. */
export async function toReadable(output: LogOutput): Promise<DestinationStream> {
  const { prettyFactory } = await import('pino-pretty')
  const toText = prettyFactory({ translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname', singleLine: true })
  return { write: (line) => output.write(toText(line)) }
}
