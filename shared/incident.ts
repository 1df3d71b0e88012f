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
