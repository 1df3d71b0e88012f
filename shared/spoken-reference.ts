import type { Reference } from './reference.ts'

const words =
  'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel Juliett Kilo Mike November Papa Quebec Romeo Sierra Tango Victor Whiskey X-ray Yankee Zulu'.split(
    ' ',
  )

/** As it is said on a telephone, in two threes: `Kilo 7 Mike, 4 X-ray Quebec` (ICAO Annex 10, spelling alphabet). */
export function toSpokenReference(reference: Reference): string {
  const said = Array.from(reference, (sign) => words.find((word) => word.startsWith(sign)) ?? sign)
  return `${said.slice(0, 3).join(' ')}, ${said.slice(3).join(' ')}`
}
