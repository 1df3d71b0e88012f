/** Where one chooses a history file. */
export function FileField({ onFile }: { onFile: (file: File | undefined) => void }) {
  return (
    <label className="qa-button qa-file">
      Import a history
      <input
        className="visually-hidden"
        type="file"
        accept=".json,application/json"
        onChange={({ target }) => {
          onFile(target.files?.[0])
          target.value = '' // so that the same file can be chosen again
        }}
      />
    </label>
  )
}
