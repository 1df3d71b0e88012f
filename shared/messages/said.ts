import type { Language } from './languages.ts'

/** A message that has more than text at its places, such as a time in bold: the page decides what that is. */
export type Parts<Place> = readonly (string | Place)[]

/** A language that is not complete: what is missing is read in English. */
export type Unfinished<Messages> = {
  readonly [Name in keyof Messages]?: Messages[Name] extends object
    ? Messages[Name] extends (...places: never[]) => unknown
      ? Messages[Name]
      : Unfinished<Messages[Name]>
    : Messages[Name]
}

/** The one of `forms` that a language has for so many. Browsers that do not know the language count as English does. */
export function plural<Form>(language: Language, count: number, forms: Readonly<{ one: Form; other: Form }>): Form {
  return new Intl.PluralRules([language, 'en']).select(count) === 'one' ? forms.one : forms.other
}
