import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { logHeadingId } from '../console-address.ts'

/** A link to a list further down on this page, or on another: what it leads to comes into sight and gets the focus. */
export function LogLink({ href, className, children }: { href: string; className?: string; children: ReactNode }) {
  const show = () => {
    const heading = document.getElementById(logHeadingId)
    heading?.scrollIntoView({ block: 'start' })
    heading?.focus({ preventScroll: true })
  }
  return (
    <Link href={href} className={className} onClick={() => requestAnimationFrame(show)}>
      {children}
    </Link>
  )
}
