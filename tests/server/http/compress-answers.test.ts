import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { adminToken } from '../../support/secrets.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

/** What comes over the wire, as it comes: `fetch` would decompress it. */
async function get(url: string, encodings: string) {
  const { request } = await import('node:http')
  const headers = { Authorization: `Bearer ${adminToken}`, 'Accept-Encoding': encodings }
  return new Promise<{ headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
    request(url, { headers }, async (response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      resolve({ headers: response.headers, body: Buffer.concat(chunks) })
    })
      .on('error', reject)
      .end()
  })
}

test('answers over a kilobyte are compressed as the caller takes it, smaller ones and streams are not', async () => {
  const server = await startTestServer()
  for (let index = 0; index < 20; index++) await sendWebhook(server, guideWebhook('things.happened', { index }))
  const list = `${server.url}/trpc/admin.webhooks`
  const plain = await get(list, 'identity')
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(JSON.parse(plain.body.toString()).result.data.items).toHaveLength(20)

  const br = await get(list, 'gzip, deflate, br')
  expect(br.headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': 'no-store' })
  expect(br.headers.vary).toContain('Accept-Encoding')
  expect(brotliDecompressSync(br.body)).toEqual(plain.body)
  expect(br.body.length).toBeLessThan(plain.body.length / 5)
  const gzip = await get(list, 'gzip, br;q=0')
  expect(gzip.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(gzip.body)).toEqual(plain.body)
  expect((await get(`${server.url}/metrics`, 'gzip')).headers['content-encoding']).toBe('gzip')
  expect((await get(`${server.url}/api/admin/webhook-stats`, 'br')).headers['content-encoding']).toBe('br')
  expect((await get(`${server.url}/healthz`, 'br')).headers['content-encoding']).toBeUndefined()
  const small = await get(`${server.url}/trpc/admin.audit`, 'br')
  expect(small.headers['content-encoding']).toBeUndefined()
  expect(JSON.parse(small.body.toString()).result.data.items).toEqual([])

  const stream = await fetch(`${server.url}/trpc/admin.watchStats`, {
    headers: { Authorization: `Bearer ${adminToken}`, 'Accept-Encoding': 'br, gzip' },
  })
  expect(stream.headers.get('content-encoding')).toBeNull()
  await stream.body?.cancel()
})
