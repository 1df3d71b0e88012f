/** Texts from process to process. A hint, never the truth: one may be lost, and all are while the connection is. */
export interface Channel {
  /** Sends each text to every other process. Never throws: what cannot be sent is lost. */
  send(texts: readonly string[]): void
  /**
   * Calls `onText` with each text that another process sends, and `onGap` whenever some may have been lost: at the
   * start and after every cut.
   */
  receive(onText: (text: string) => void, onGap: () => void): void
}

/** A text may have this many bytes: https://www.postgresql.org/docs/18/sql-notify.html */
export const maxTextBytes = 7_999
