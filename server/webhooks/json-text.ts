/** Where the string that begins at `start` has its closing quote. */
export function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let before = end - 1
    while (json[before] === '\\') before--
    if ((end - before) % 2 === 1) return end
  }
  return json.length
}

export type Nesting = 'taken' | 'too-deep' | 'unclosed'

/** Whether at most `most` objects and arrays stand in each other; of what is deeper, whether it closes. Needs no stack, and no valid JSON. */
export function nestingOf(json: string, most: number): Nesting {
  if (!opensMoreThan(json, most)) return 'taken'
  let deepest = 0
  let open = 0
  for (let at = 0; at < json.length; at++) {
    const sign = json[at]
    if (sign === '"') at = endOfString(json, at)
    else if (sign === '{' || sign === '[') deepest = Math.max(deepest, ++open)
    else if (sign === '}' || sign === ']') open--
  }
  if (deepest <= most) return 'taken'
  return open === 0 ? 'too-deep' : 'unclosed'
}

/** What opens seldom cannot be deep, and that is quickly seen. */
function opensMoreThan(json: string, most: number): boolean {
  let count = 0
  for (const sign of ['{', '[']) {
    for (let at = json.indexOf(sign); at !== -1; at = json.indexOf(sign, at + 1)) if (++count > most) return true
  }
  return false
}

/** Where the value that begins at `start` in valid JSON is over. */
export function endOfValue(json: string, start: number): number {
  let depth = 0
  for (let at = start; at < json.length; at++) {
    const sign = json[at]
    if (depth === 0 && at > start && (sign === ',' || sign === '}' || sign === ']')) return at
    if (sign === '"') at = endOfString(json, at)
    else if (sign === '{' || sign === '[') depth++
    else if (sign === '}' || sign === ']') depth--
  }
  return json.length
}

/** The next place from `start` on that is not blank. */
export function skipBlank(json: string, start: number): number {
  let at = start
  while (json[at] === ' ' || json[at] === '\n' || json[at] === '\r' || json[at] === '\t') at++
  return at
}
