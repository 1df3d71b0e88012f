/**
 * The beginning of `text`, at most `most` characters as a database counts them: no character is cut in two, and what is half
 * of one already is replaced. A NUL, which PostgreSQL cannot store, is replaced too.
 */
export function cutText(text: string, most: number): string {
  const whole = text.length > 2 * most ? text.slice(0, 2 * most + 1) : text // enough for as many characters of two halves each
  const stored = whole.toWellFormed().replaceAll('\0', '\ufffd')
  return stored.length <= most ? stored : Array.from(stored).slice(0, most).join('')
}

const unstorable = /[\0\p{Surrogate}]/u // of a whole pair there is none, by the flag; Firefox 114 has no `isWellFormed`

/** Whether every database can store it, and finds it again: no half characters, no NUL. */
export function isStorable(text: string): boolean {
  return !unstorable.test(text)
}
