import { Fragment } from 'react'

const paths = {
  '→': 'M1 6h9.5M7 2.5L10.5 6 7 9.5',
  '↑': 'M6 11V1.5M2.5 5L6 1.5 9.5 5',
  '✓': 'M1.5 6.5l3 3L10.5 3',
} as const

/** A sign that is drawn, since not every font has it. It stays in the text, to be read out and copied. */
export function Drawn({ is }: { is: keyof typeof paths }) {
  return (
    <>
      <span className="visually-hidden">{is}</span>
      <svg
        width="1em"
        height=".8em"
        viewBox="0 0 15 12"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        aria-hidden="true"
      >
        <path d={paths[is]} />
      </svg>
    </>
  )
}

/** A text whose arrows are drawn. */
export function WithArrows({ children }: { children: string }) {
  return children.split('→').map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
    <Fragment key={index}>
      {index > 0 && <Drawn is="→" />}
      {part}
    </Fragment>
  ))
}
