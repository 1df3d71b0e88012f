import './dialog.css'
import { type ReactNode, useEffect, useId, useRef } from 'react'

/** A modal dialog, open as long as it is rendered. The browser keeps focus in it and closes it on Escape. */
export function Dialog(props: { title: ReactNode; onClose: () => void; children: ReactNode }) {
  const { title, onClose, children } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()

  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])

  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={id} onCancel={onClose}>
      <div className="dialog-head">
        <h2 id={id} tabIndex={-1}>
          {title}
        </h2>
        <SmallButton onClick={onClose}>Close</SmallButton>
      </div>
      {children}
    </dialog>
  )
}

/** A term and what is known of it, in a list of facts. */
export function Fact({ name, isCode = false, children }: { name: ReactNode; isCode?: boolean; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isCode ? 'code' : undefined}>{children}</dd>
    </div>
  )
}

/** Says that something could not be loaded, and offers another try unless that would be in vain. */
export function LoadFailure(props: { className?: string; onRetry: (() => Promise<unknown>) | null; children: string }) {
  const { className, onRetry, children } = props
  return (
    <div className={className} role="alert">
      <p>{children}</p>
      {onRetry && <SmallButton onClick={() => void onRetry()}>Try again</SmallButton>}
    </div>
  )
}

/** The head of a table: each column's name, with its class where it has one. */
export function TableHead({ columns }: { columns: readonly (readonly [name: string, className?: string])[] }) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(([name, className]) => (
          <th key={name} scope="col" className={className}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** The room of rows that are not in the page. */
export function Gap({ heightPx }: { heightPx: number }) {
  return (
    heightPx > 0 && (
      <tbody aria-hidden="true">
        <tr className="gap">
          <td style={{ height: heightPx }} />
        </tr>
      </tbody>
    )
  )
}

/** A button as the console has them; `isMain` is the one thing to do here. */
export function SmallButton(props: {
  isMain?: boolean
  disabled?: boolean
  title?: string
  onClick: () => void
  children: ReactNode
}) {
  const { isMain = false, ...rest } = props
  return <button type="button" className={isMain ? 'btn btn-main' : 'btn'} {...rest} />
}

/** A part of the pane beside the list. */
export function PaneSection({ title, more, children }: { title?: ReactNode; more?: ReactNode; children: ReactNode }) {
  return (
    <section className="pane-section">
      {title !== undefined && (
        <h3>
          {title} {more}
        </h3>
      )}
      {children}
    </section>
  )
}

/** Reads the next page of a list, as long as there is one. */
export function ShowMore(props: {
  list: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => Promise<unknown>
  }
}) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = props.list
  if (!hasNextPage) return null
  return (
    <p className="list-more">
      <SmallButton disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        Show more
      </SmallButton>
    </p>
  )
}
