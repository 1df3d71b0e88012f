/** Told of each message that is read in English; answers it. */
type Borrow = (said: unknown) => unknown

/** The messages of `own`, and those of `whole`, which is English, where that has none: these are told to `borrow` when they are said. */
export function complete<Messages extends object>(whole: Messages, own: object, borrow: Borrow): Messages {
  const messages = { ...whole }
  for (const [name, message] of Object.entries(whole))
    Reflect.set(messages, name, choose(message, Reflect.get(own, name), borrow))
  return messages
}

function choose(message: unknown, own: unknown, borrow: Borrow): unknown {
  if (typeof message === 'object' && message !== null && !Array.isArray(message))
    return complete(message, Object(own), borrow)
  if (own !== undefined) return own
  if (typeof message === 'function') return (places: unknown) => borrow(message(places))
  for (const item of Array.isArray(message) ? message : [message]) borrow(item)
  return message
}
