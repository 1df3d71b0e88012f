import { useMemo, useState } from 'react'
import { allExpanded, JsonView } from 'react-json-view-lite'

/** The body as it came, laid out or raw. It is personal data, and gone once it has been purged. */
export function Payload({ payload }: { payload: string | null }) {
  const [isRaw, setRaw] = useState(false)
  const parsed = useMemo(() => parse(payload), [payload])
  return (
    <section className="payload">
      <div className="panel-head">
        <h3>Payload</h3>
        {parsed && (
          <button type="button" className="link" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
            Raw
          </button>
        )}
      </div>
      {payload === null && <p className="quiet">Purged: payloads are kept for a limited time.</p>}
      {parsed && !isRaw && (
        <JsonView data={parsed} style={jsonStyle} shouldExpandNode={allExpanded} aria-label="Payload" />
      )}
      {payload !== null && (isRaw || !parsed) && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre tabIndex={0}>{payload}</pre>
      )}
    </section>
  )
}

function parse(payload: string | null): object | null {
  try {
    const parsed: unknown = JSON.parse(payload ?? '')
    return typeof parsed === 'object' ? parsed : null
  } catch {
    return null
  }
}

/** The console's own names for the parts of laid out JSON; `admin.css` gives them their look. */
export const jsonStyle = {
  container: 'json',
  basicChildStyle: 'json-child',
  childFieldsContainer: 'json-children',
  label: 'json-label',
  clickableLabel: 'json-label json-clickable',
  nullValue: 'json-null',
  undefinedValue: 'json-null',
  stringValue: 'json-string',
  booleanValue: 'json-number',
  numberValue: 'json-number',
  otherValue: 'json-null',
  punctuation: 'json-punctuation',
  expandIcon: 'json-icon json-expand',
  collapseIcon: 'json-icon json-collapse',
  collapsedContent: 'json-collapsed',
  noQuotesForStringValues: false,
  quotesForFieldNames: true,
  stringifyStringValues: true,
  ariaLables: { collapseJson: 'Collapse', expandJson: 'Expand' },
}
