import type { AnyStateMachine } from 'xstate'
import { type ChartGuard, readGuards } from './chart-guards.ts'
import { sessionMachine } from './session-machine.ts'
import { SessionEvent } from './session-status.ts'

/** One state of one region, such as `connection.active`. */
export interface ChartState {
  readonly id: string
  readonly name: string
  readonly isInitial: boolean
  /** Nothing leads out of it. */
  readonly isFinal: boolean
}

/** One event that leads from one state of a region to another. */
export interface ChartTransition {
  readonly id: string
  readonly region: string
  /** Ids of states. */
  readonly from: string
  readonly to: string
  readonly event: SessionEvent
  /** What must also be so, in the machine's word for it; null where nothing must. */
  readonly guard: string | null
}

/** One event that a state takes without being left: what it calls for happens, and the region stays where it is. */
export interface ChartStay {
  readonly id: string
  readonly region: string
  /** Id of the state. */
  readonly state: string
  readonly event: SessionEvent
  readonly guard: string | null
}

export interface ChartRegion {
  readonly name: string
  /** What it is about, in the machine's own words; null where it says nothing. */
  readonly description: string | null
  readonly states: readonly ChartState[]
  readonly transitions: readonly ChartTransition[]
  readonly stays: readonly ChartStay[]
}

/** The machine as something to draw: its regions in order, each with its states and transitions in order. */
export interface Chart {
  readonly regions: readonly ChartRegion[]
  readonly guards: readonly ChartGuard[]
}

/** Reads a machine of parallel regions, each of plain states. Whatever the machine has is in the chart. */
export function toChart(machine: AnyStateMachine): Chart {
  return {
    guards: readGuards(machine),
    regions: Object.entries(machine.states).map(([name, region]) => {
      const initial = new Set(region.initial.target.map(({ id }) => id))
      const states = Object.values(region.states)
      const idOf = (state: { readonly key: string }) => `${name}.${state.key}`
      return {
        name,
        description: region.description ?? null,
        states: states.map((state) => ({
          id: idOf(state),
          name: state.key,
          isInitial: initial.has(state.id),
          isFinal: state.type === 'final',
        })),
        transitions: states.flatMap((state) =>
          [...state.transitions.values()].flat().flatMap(({ eventType, target = [], guard }) =>
            target.map((to) => ({
              id: `${idOf(state)} ${eventType} ${to.key}`,
              region: name,
              from: idOf(state),
              to: idOf(to),
              event: SessionEvent.parse(eventType),
              guard: readGuard(guard),
            })),
          ),
        ),
        stays: states.flatMap((state) =>
          [...state.transitions.values()].flat().flatMap(({ eventType, target, guard }) => {
            if (target !== undefined && target.length > 0) return []
            const event = SessionEvent.parse(eventType)
            return { id: `${idOf(state)} ${event}`, region: name, state: idOf(state), event, guard: readGuard(guard) }
          }),
        ),
      }
    }),
  }
}

/** What the server runs, to draw. */
export const sessionChart: Chart = toChart(sessionMachine)

export function statesOf({ regions }: Chart): ChartState[] {
  return regions.flatMap(({ states }) => states)
}

export function transitionsOf({ regions }: Chart): ChartTransition[] {
  return regions.flatMap(({ transitions }) => transitions)
}

function readGuard(guard: unknown): string | null {
  if (guard === undefined) return null
  if (typeof guard === 'string') return guard
  return typeof guard === 'object' && guard !== null && 'type' in guard ? String(guard.type) : 'condition'
}
