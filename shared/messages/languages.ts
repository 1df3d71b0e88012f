/** The languages of the student's pages, by their own names. English first: everything is written in it. */
export const languages = { en: 'English', pcm: 'Naijá', ha: 'Hausa', yo: 'Yorùbá', ig: 'Igbo' } as const
/** A language by its tag (BCP 47), as it stands in `lang`. */
export type Language = keyof typeof languages

/** The name of the cookie, and of the parameter in an address, that says which language was chosen. */
export const languageName = 'lang'

/** The language of that tag; null where there is none. */
export function readLanguage(tag: string | null | undefined): Language | null {
  return tags.find((known) => known === tag) ?? null
}

/** The tags of all languages, in the order in which they are offered. */
export const tags: readonly Language[] = ['en', 'pcm', 'ha', 'yo', 'ig']
