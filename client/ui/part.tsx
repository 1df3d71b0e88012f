import { Component, type ReactNode } from 'react'
import { say } from './messages.ts'

interface PartProps {
  children: ReactNode
  /** What it says where it fails, in another language than English. */
  words?: { readonly partFailed: string; readonly showAgain: string }
}

const english = { partFailed: 'This part of the page could not be shown.', showAgain: 'Show it again' }

/** A part of a page: where it fails, the rest of the page stays, and the part can be shown anew. */
export class Part extends Component<PartProps, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children
    const { words = english } = this.props
    return (
      <p role="alert">
        <span>{say(words.partFailed)} </span>
        <button type="button" className="link" onClick={() => this.setState({ hasFailed: false })}>
          {say(words.showAgain)}
        </button>
      </p>
    )
  }
}
