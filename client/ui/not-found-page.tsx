import { useEffect } from 'react'
import { Link } from 'wouter'
import { Shell } from './shell.tsx'

export function NotFoundPage() {
  useEffect(() => {
    document.title = 'Page not found – NELFUND Connect'
  }, [])
  return (
    <Shell>
      <h1>There is no page here</h1>
      <p>The address may be mistyped or out of date. Your registration is not affected.</p>
      <Link href="/register/intro" className="button">
        Go to registration
      </Link>
    </Shell>
  )
}
