import { Component, type ReactNode } from 'react'
import { MainButton, Shell, usePageTitle } from './shell.tsx'

/** Catches what must not leave a student with a white page: a chunk that did not load, or a bug. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children
    return (
      <Shell>
        <h1>This page did not load</h1>
        <p>Loading it again undoes nothing. Check your connection, then try.</p>
        <MainButton onClick={() => window.location.reload()}>Load again</MainButton>
      </Shell>
    )
  }
}

export function NotFoundPage() {
  usePageTitle('Page not found – NELFUND Connect')
  return (
    <Shell>
      <h1>There is no page here</h1>
      <p>The address may be mistyped or out of date. Your registration is not affected.</p>
      <a href="/register/intro" className="button">
        Go to registration
      </a>
    </Shell>
  )
}
