const path = [
  ['current', 'where it is now'],
  ['passed', 'path taken'],
  ['last', '● last transition'],
  ['possible', 'possible from here'],
  ['plain', 'not possible now'],
] as const

const counting = [
  ['seen', 'seen, with how often'],
  ['unseen', 'never seen'],
] as const

/** What the drawing's lines and fills mean. Bar on the left: a region starts there. Double frame: nothing leads out. */
export function Legend({ isCounting }: { isCounting: boolean }) {
  return (
    <ul className="qa-legend" aria-label="Legend">
      {(isCounting ? counting : path).map(([look, text]) => (
        <li key={look}>
          <span className={`qa-sample qa-sample-${look}`} aria-hidden="true" /> {text}
        </li>
      ))}
      <li>
        <span className="qa-sample qa-sample-initial" aria-hidden="true" /> starts here
      </li>
      <li>
        <span className="qa-sample qa-sample-final" aria-hidden="true" /> final
      </li>
    </ul>
  )
}
