import { stdSerializers } from 'pino'

/** What says where it happened; databases add the row itself (`detail`, `where`), which is nobody's to log. */
const fields = ['code', 'severity', 'table', 'constraint', 'routine'] as const
const uuid = /[\da-f]{8}(-?[\da-f]{4}){3}-?[\da-f]{12}/gi
const did = /\bdid:[\w.:%-]+/g

/** An error as the log may have it, with its causes: no ids of sessions, no DIDs, and nothing that is not known to be harmless. */
export function toLoggedError(error: Error): Readonly<Record<string, unknown>> {
  const { type, message, stack } = stdSerializers.err(error)
  const told = fields.flatMap((name) => {
    const value: unknown = Reflect.get(error, name)
    return typeof value === 'string' ? [[name, value]] : []
  })
  return { type, message: withoutIds(message), stack: withoutIds(stack), ...Object.fromEntries(told) }
}

/** A text that may quote what a sender wrote, without ids. */
export function withoutIds(text: string): string {
  return text.replace(uuid, '…').replace(did, 'did:…')
}
