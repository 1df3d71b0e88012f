/** What is wrong, and a button that helps where there is one. */
export function Problem(props: { children: string; action?: string; onAct?: () => unknown }) {
  const { children, action = 'Try again', onAct } = props
  return (
    <p className="qa-problem" role="alert">
      <span>{children}</span>{' '}
      {onAct && (
        <button type="button" className="qa-button" onClick={() => void onAct()}>
          {action}
        </button>
      )}
    </p>
  )
}
