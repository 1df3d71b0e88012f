import { z } from 'zod'

/** `name:token,…`: whose token each is. */
export const OperatorTokens = z.string().transform((list, { addIssue }) => {
  const tokens = list.split(',').flatMap((entry) => {
    const text = entry.trim()
    const [, name, token] = /^([\p{L}\p{N}][\p{L}\p{N} ._-]{0,31}):(\S+)$/u.exec(text) ?? []
    if (text !== '' && !(name && token)) addIssue('must be name:token, or several of them with commas between')
    return name && token ? [{ name, token }] : []
  })
  const isTwice = (key: 'name' | 'token') => new Set(tokens.map((entry) => entry[key])).size < tokens.length
  if (isTwice('name') || isTwice('token')) addIssue('must have each name and each token once')
  if (tokens.some(({ name }) => reservedNames.has(name)))
    addIssue('must not have a name that the server itself goes by')
  return tokens
})
/** What the audit trail calls others. */
const reservedNames = new Set(['server', 'command line', 'bearer token'])
