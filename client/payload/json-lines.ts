/** A line of laid out JSON. All text is as it stands in what was sent: no number is read, so none is rounded. */
export interface JsonLine {
  /** How many objects and arrays it stands in. */
  readonly depth: number
  /** The member's name, with its quotes; null in an array and at the top. */
  readonly name: string | null
  readonly kind: 'open' | 'close' | 'string' | 'number' | 'word' | 'rest'
  /** The value; of what opens or closes, its bracket; of a `rest`, everything that is nested too deep. */
  readonly text: string
  /** Whether a comma follows. */
  readonly isFollowed: boolean
}

/** What is nested deeper is one line as it came; the server stores nothing that is. */
const deepest = 32

/**
 * Valid JSON as lines, one a value and two around each object or array that holds something. Linear, and without recursion,
 * however it is nested.
 */
export function toJsonLines(json: string): JsonLine[] {
  const lines: JsonLine[] = []
  const ends: string[] = []
  let name: string | null = null
  let at = 0

  const isFollowedAt = (end: number) => json[skipBlank(json, end)] === ','
  const add = (kind: JsonLine['kind'], end: number) => {
    const isFollowed = kind !== 'open' && isFollowedAt(end)
    lines.push({ depth: ends.length, name, kind, text: json.slice(at, end), isFollowed })
    name = null
    at = end
  }

  for (at = skipBlank(json, 0); at < json.length; at = skipBlank(json, at)) {
    const sign = json[at]
    if (sign === ',' || sign === ':') at++
    else if (sign === '}' || sign === ']') {
      ends.pop()
      add('close', at + 1)
    } else if (sign === '{' || sign === '[') {
      const inside = skipBlank(json, at + 1)
      if (json[inside] === '}' || json[inside] === ']') add('word', inside + 1)
      else if (ends.length >= deepest) add('rest', endOfNested(json, at))
      else {
        add('open', at + 1)
        ends.push(sign)
      }
    } else if (sign === '"') {
      const end = endOfString(json, at)
      if (name === null && json[skipBlank(json, end)] === ':') {
        name = json.slice(at, end)
        at = end
      } else add('string', end)
    } else add(/[-\d]/.test(sign ?? '') ? 'number' : 'word', endOfWord(json, at))
  }
  return lines
}

/** For each line that opens something, the line that closes it. */
export function closings(lines: readonly JsonLine[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  const open: number[] = []
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'open') open.push(index)
    if (kind !== 'close') continue
    const opened = open.pop()
    if (opened !== undefined) found.set(opened, index)
  }
  return found
}

/** The lines to see, by their index, where those in `closed` are folded up. */
export function seenLines(
  lines: readonly JsonLine[],
  closing: ReadonlyMap<number, number>,
  closed: ReadonlySet<number>,
): number[] {
  const seen: number[] = []
  for (let index = 0; index < lines.length; index++) {
    seen.push(index)
    if (closed.has(index)) index = closing.get(index) ?? index
  }
  return seen
}

function skipBlank(json: string, start: number): number {
  let at = start
  while (json[at] === ' ' || json[at] === '\n' || json[at] === '\r' || json[at] === '\t') at++
  return at
}

/** The place after the closing quote of the string that begins at `start`. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let before = end - 1
    while (json[before] === '\\') before--
    if ((end - before) % 2 === 1) return end + 1
  }
  return json.length
}

function endOfWord(json: string, start: number): number {
  let end = start + 1
  while (end < json.length && !/[\s,\]}:]/.test(json.charAt(end))) end++
  return end
}

/** The place after the object or array that begins at `start`. */
function endOfNested(json: string, start: number): number {
  let open = 0
  for (let at = start; at < json.length; at++) {
    const sign = json[at]
    if (sign === '"') at = endOfString(json, at) - 1
    else if (sign === '{' || sign === '[') open++
    else if ((sign === '}' || sign === ']') && --open === 0) return at + 1
  }
  return json.length
}
