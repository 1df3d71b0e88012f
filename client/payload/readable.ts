import { parseJson } from '../../shared/parse-json.ts'

/** What has no form of its own, or turns the text around it: controls, zero-width signs, direction marks, a byte order mark. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** A JSON string, quotes included, with letters for their escapes; what nobody could see stays, or becomes, an escape. */
export function readable(string: string): string {
  const value = parseJson(string)
  const text = typeof value === 'string' ? JSON.stringify(value) : string
  return text.replace(unseen, (sign) =>
    Array.from({ length: sign.length }, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  )
}
