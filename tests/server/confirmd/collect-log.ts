import { Writable } from 'node:stream'
import { pino } from 'pino'

/** A logger, and all that was written to it. */
export function collectLog() {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return { log: pino({ level: 'trace' }, stream), text: () => lines.join('') }
}
