const held = new Map([
  ['fullName', 'Adaeze Okafor'],
  ['matriculationNumber', 'UNILAG/2023/045123'],
  ['institution', 'University of Lagos'],
])

/** What the simulated wallet holds under an attribute's name: a made-up student's details. */
export function heldValue(name: string): string {
  return held.get(name) ?? `Sample ${name}`
}
