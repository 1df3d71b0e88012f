import { createTRPCClient, httpLink } from '@trpc/client'
import type { AppRouter } from '../../server/trpc/router.ts'
import { adminToken } from './secrets.ts'

/** Calls as an operator, by the token itself. */
export function asOperator({ url }: { readonly url: string }, token: string = adminToken) {
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/trpc`, headers: { Authorization: `Bearer ${token}` } })],
  })
}

/** Calls as a browser that sends this cookie. */
export function withCookie({ url }: { readonly url: string }, cookie: string) {
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc`, headers: { Cookie: cookie } })] })
}

/** Signs in as a browser does; answers the `Set-Cookie` header. */
export async function signIn({ url }: { readonly url: string }, token: string = adminToken) {
  const response = await fetch(`${url}/trpc/admin.login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  const setCookie = response.headers.get('set-cookie')
  return { status: response.status, setCookie, cookie: setCookie?.split(';')[0] ?? '' }
}
