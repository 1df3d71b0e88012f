/** Tells, by the name of a procedure, that its stream has written something though there was nothing new. */
export const pings = new EventTarget()

/** A stream as tRPC opens it, which also tells of its pings: what no subscriber hears proves that what is written comes through. */
export function createHeardSource() {
  return class extends EventSource {
    constructor(url: string | URL, options?: EventSourceInit) {
      super(url, options)
      const procedure = new URL(url, location.href).pathname.split('/').at(-1) ?? ''
      this.addEventListener('ping', () => pings.dispatchEvent(new Event(procedure)))
    }
  }
}
