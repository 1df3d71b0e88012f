const shapes = {
  back: 'M10 3L4 8l6 5z',
  forward: 'M6 3l6 5-6 5z',
  down: 'M4 6h8l-4 5z',
  up: 'M4 10h8L8 5z',
  to: 'M2 8h10M8.5 4.5L12 8l-3.5 3.5',
  out: 'M6 3h7v7M13 3L4 12',
  list: 'M2 4h12M2 8h12M2 12h12',
} as const

/** A small drawing beside, or instead of, a word that names it: not every system's fonts have such signs. */
export function Icon({ name }: { name: keyof typeof shapes }) {
  return (
    <svg className={`qa-icon qa-icon-${name}`} viewBox="0 0 16 16" width={12} height={12} aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  )
}
