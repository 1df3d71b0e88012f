import { z } from 'zod'
import { isStorable } from './text.ts'

/**
 * Who was told of an incident: the Nigeria Data Protection Commission, the students, somebody else; `nobody`: it was judged that nobody's
 * rights are at risk, and the note says why. The first and the last stop the clock.
 */
export const ToldWhom = z.enum(['commission', 'students', 'others', 'nobody'])
export type ToldWhom = z.infer<typeof ToldWhom>

const Words = z.string().trim().max(2000).refine(isStorable, 'must be text that can be stored')

export const NoteIncident = z.object({ what: Words.min(1), foundAt: z.iso.datetime({ offset: true }) })
export type NoteIncident = z.infer<typeof NoteIncident>

export const TellIncident = z.object({ incident: z.int().positive(), whom: ToldWhom, note: Words.default('') })
export type TellIncident = z.infer<typeof TellIncident>

const hourMs = 60 * 60_000
/** From when it was found (Nigeria Data Protection Act 2023, section 40). */
const clockHours = 72
/** With less than this left, it needs a person. */
export const warnedHours = 48

/** Whole hours until the Commission is to know; below 0 it is late. */
export function hoursLeft(foundAt: Date | string, now: number): number {
  return Math.floor((new Date(foundAt).getTime() - now) / hourMs + clockHours)
}
