import type { Wizard } from '../en/wizard.ts'
import type { Unfinished } from '../said.ts'

/** Igbo, translated without a native speaker. */
export const wizard: Unfinished<Wizard> = {
  frame: { language: 'Asụsụ' },
}
