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
