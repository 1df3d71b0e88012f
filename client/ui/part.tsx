import { Component, type ReactNode } from 'react'

/** A part of a page: where it fails, the rest of the page stays, and the part can be shown anew. */
export class Part extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children
    return (
      <p role="alert">
        <span>This part of the page could not be shown. </span>
        <button type="button" className="link" onClick={() => this.setState({ hasFailed: false })}>
          Show it again
        </button>
      </p>
    )
  }
}
