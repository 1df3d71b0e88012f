import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { asCurl } from '../../client/admin/events/as-curl.ts'

describe('an event as a curl command', () => {
  it.each(['{"a":1}', `it's "quoted" $HOME \`id\` \\ !`, "''", 'line\nline', 'ö 🎓'])(
    'a shell reads %j back',
    (body) => {
      const script = `curl() { printf '%s\\0' "$@"; }\n${asCurl('http://localhost:3300', body)}`
      const words = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { WEBHOOK_SECRET: 'the secret' } })
      expect(words.split('\0')).toEqual([
        '-X',
        'POST',
        'http://localhost:3300/api/webhooks/confirmd',
        '-H',
        'Content-Type: application/json',
        '-H',
        'X-API-Key: the secret',
        '--data-raw',
        body,
        '',
      ])
    },
  )
})
