import { adminRouter } from './admin.ts'
import { router } from './init.ts'
import { qaRouter } from './qa.ts'
import { sessionRouter } from './session.ts'

export const appRouter = router({ admin: adminRouter, qa: qaRouter, session: sessionRouter })
export type AppRouter = typeof appRouter
