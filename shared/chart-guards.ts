import { type AnyStateMachine, or } from 'xstate'

/** A condition that transitions have, and which states hold it. */
export interface ChartGuard {
  readonly name: string
  /** What must be so, such as "connection is active or completed". */
  readonly text: string
  /** Ids of the states that it asks for. */
  readonly needs: readonly string[]
}

/** Every named guard of a machine, read from what it is made of: `stateIn`, `and`, `or`. What is code of its own is called by its name. */
export function readGuards(machine: AnyStateMachine): ChartGuard[] {
  return Object.entries(machine.implementations.guards ?? {}).map(([name, guard]) => {
    const { text, needs } = readPart(guard, name)
    return { name, text, needs: [...new Set(needs)] }
  })
}

/** A function's name does not survive the build, and the function that it is does. */
const anyCheck = checkOf(or([]))

function checkOf(guard: object): unknown {
  return 'check' in guard ? guard.check : undefined
}

interface Part {
  readonly text: string
  readonly needs: readonly string[]
}

function readPart(guard: unknown, name: string): Part {
  if (typeof guard !== 'function') return { text: `what ${name} says of its own`, needs: [] }
  if ('stateValue' in guard) return readState(guard.stateValue)
  if (!('guards' in guard) || !Array.isArray(guard.guards)) return { text: `what ${name} says of its own`, needs: [] }
  const parts = guard.guards.map((part) => readPart(part, name))
  const isAny = checkOf(guard) === anyCheck
  return {
    text: isAny ? joinAny(parts) : parts.map(({ text }) => text).join(' and '),
    needs: parts.flatMap(({ needs }) => needs),
  }
}

function readState(value: unknown): Part {
  const states = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return {
    text: states.map(([region, state]) => `${region} is ${state}`).join(' and '),
    needs: states.map(([region, state]) => `${region}.${state}`),
  }
}

/** "a is x or y" for "a is x" and "a is y". */
function joinAny(parts: readonly Part[]): string {
  const [first, ...rest] = parts.map(({ text }) => text)
  const subject = first?.split(' is ')[0]
  const words = rest.map((text) => (text.startsWith(`${subject} is `) ? text.slice(`${subject} is `.length) : text))
  return [first, ...words].join(' or ')
}
