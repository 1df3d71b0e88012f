import { parseJson } from '../../shared/parse-json.ts'
import { endOfString, endOfValue, skipBlank } from './json-text.ts'

/** Under these keys the platform sends what a student proved or was issued (CREDEBL's webhook service). */
const studentData: ReadonlySet<unknown> = new Set(['proofData', 'credentialData', 'credentialAttributes'])
/** A key can be spelt with escapes. */
const longestKey = 'credentialAttributes'.length * '\\u0000'.length + 2

/**
 * The same JSON without what students proved or were issued: under those keys, wherever they stand, names stay and every
 * value is null. All else stays letter for letter. `json` is valid, and nested no deeper than a stack reaches.
 */
export function stripStudentData(json: string): string {
  if (!mayHoldStudentData(json)) return json
  let kept = ''
  let from = 0
  for (let at = json.indexOf('"'); at !== -1; at = json.indexOf('"', at)) {
    const end = endOfString(json, at) + 1
    const colon = skipBlank(json, end)
    const isKey = json[colon] === ':' && end - at <= longestKey && studentData.has(parseJson(json.slice(at, end)))
    at = end
    if (!isKey) continue
    const start = skipBlank(json, colon + 1)
    kept += json.slice(from, start)
    at = endOfValue(json, start)
    from = at
    kept += JSON.stringify(withoutValues(parseJson(json.slice(start, at))))
  }
  return kept + json.slice(from)
}

function mayHoldStudentData(json: string): boolean {
  return (
    json.includes('proofData') ||
    json.includes('credentialData') ||
    json.includes('credentialAttributes') ||
    json.includes('\\u')
  )
}

function withoutValues(value: unknown, isItem = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutValues(item, true))
  if (typeof value !== 'object' || value === null) return null
  const isNamed = isItem && isAttribute(value)
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isNamed && key === 'name' ? inner : withoutValues(inner)]),
  )
}

const attributeKeys: ReadonlySet<string> = new Set(['name', 'value', 'mime-type', 'mimeType', 'isRequired'])

/** Of `{name, value}` the name is the attribute's; of an object with more to it, it could be the student's. */
function isAttribute(item: object): boolean {
  if (!('name' in item && 'value' in item) || typeof item.name !== 'string') return false
  return Object.keys(item).every((key) => attributeKeys.has(key))
}
