import { type ReactNode, useEffect, useRef } from 'react'

/** The heading of a step, which takes the focus when it comes up: with a new `key`, also after a button has gone. */
export function StepHeading({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}

/** What went wrong with what was just tried; nothing where nothing did. */
export function Problem({ error }: { error: Error | null }) {
  return (
    error && (
      <p className="wallet-problem" role="alert">
        {error.message}.
      </p>
    )
  )
}

/** What can be done besides. */
export function QuietButton(props: { disabled: boolean; onClick: () => void; children: ReactNode }) {
  return <button type="button" className="button button-quiet" {...props} />
}
