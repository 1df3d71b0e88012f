import { Hono } from 'hono'
import { type Chaos, ChaosSettings } from './chaos.ts'
import { readBody } from './read-body.ts'

/** Chaos at run time, at `/orgs/{org}/chaos`: what is on, and `PUT` with other settings; `{}` ends it. */
export function createChaosRoutes(chaos: Chaos): Hono {
  return new Hono()
    .get('/', (c) => c.json({ statusCode: 200, message: 'Chaos fetched', data: chaos.settings() }))
    .put('/', async (c) => {
      chaos.set(await readBody(c, ChaosSettings))
      return c.json({ statusCode: 200, message: 'Chaos set', data: chaos.settings() })
    })
}
