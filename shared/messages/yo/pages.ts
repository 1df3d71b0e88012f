import type { Pages } from '../en/pages.ts'
import type { Unfinished } from '../said.ts'

export const pages: Unfinished<Pages> = {}
