import { type FocusEvent, type MouseEvent, useRef } from 'react'
import { type Language, languageName, languages, tags } from '../../shared/messages/languages.ts'
import { remember, speak, useSpoken } from '../ui/messages.ts'

/** The languages by their own names. The page changes where it stands; without a script, or a network, the browser asks for it anew. */
export function LanguageSwitch() {
  const { language, words } = useSpoken()
  const box = useRef<HTMLDetailsElement>(null)

  const close = () => box.current?.removeAttribute('open')
  const choose = async (event: MouseEvent, chosen: Language) => {
    event.preventDefault()
    remember(chosen)
    await speak(chosen).catch(() => {}) // with no network it is spoken when the page is opened again
    close()
    box.current?.querySelector('summary')?.focus()
  }
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    if (!box.current?.contains(relatedTarget)) close()
  }

  return (
    <details className="languages" ref={box} onBlur={onBlur} onKeyDown={({ key }) => key === 'Escape' && close()}>
      <summary aria-label={`${languages[language]}: ${words.frame.language}`}>{languages[language]}</summary>
      <nav aria-label={words.frame.language}>
        {tags.map((tag) => (
          <a
            key={tag}
            lang={tag}
            href={`?${languageName}=${tag}`}
            aria-current={tag === language}
            onClick={(event) => void choose(event, tag)}
          >
            {languages[tag]}
          </a>
        ))}
      </nav>
    </details>
  )
}
