import { describe, expect, test } from 'vitest'
import { freePort } from '../../support/free-port.ts'
import { programs } from '../programs.ts'
import { checkNginx, layOutNginx } from './nginx.ts'

describe.skipIf(programs.nginx === null)('deploy/nginx.conf', () => {
  test('nginx has nothing to say against it', async () => {
    const { ok, said } = checkNginx(await layOutNginx(await freePort()))
    expect(said).not.toMatch(/\[(warn|error|emerg)\]/)
    expect(ok).toBe(true)
  })
})
