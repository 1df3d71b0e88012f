import { z } from 'zod'

const LogLine = z.looseObject({ level: z.int(), msg: z.string().optional() })

/** One line that pino wrote. `level` is 50 for `error`, 60 for `fatal`. */
export type LogLine = z.infer<typeof LogLine> & { readonly text: string }

/** The log lines in a process's output; what is not one is left out. */
export function readLogLines(output: string): LogLine[] {
  return output.split('\n').flatMap((text) => {
    const { success, data } = LogLine.safeParse(parseJson(text))
    return success ? [{ ...data, text }] : []
  })
}

/** Those of them at level `error` or above, as they were written. */
export function readErrorLines(output: string): string[] {
  return readLogLines(output).flatMap(({ level, text }) => (level >= 50 ? [text] : []))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
