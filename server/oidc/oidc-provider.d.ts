/** As much of the package's interface as is used here; it comes without types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  export interface Payload {
    readonly [name: string]: unknown
  }

  export interface Interaction {
    readonly uid: string
    readonly params: Payload
  }

  interface Client {
    readonly clientId: string
    readonly clientName?: string
    readonly scope?: string
    readonly redirectUris?: readonly string[]
    readonly sectorIdentifier?: string
  }

  interface OidcContext {
    readonly req: IncomingMessage
    readonly res: ServerResponse
    type: string
    body: unknown
    readonly path: string
    /** Of a header of the answer. */
    remove(name: string): void
    readonly oidc: { readonly params?: { response_mode?: string | undefined } }
  }

  interface Grant {
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }

  export class Provider {
    constructor(issuer: string, configuration: object)
    proxy: boolean
    readonly Client: { find(id: string): Promise<Client | undefined> }
    readonly Grant: new (of: {
      accountId: string
      clientId: string
    }) => Grant
    use(middleware: (ctx: OidcContext, next: () => Promise<void>) => Promise<void>): this
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    /** @throws errors.SessionNotFound */
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>
    /** Answers the address to go on at. */
    interactionResult(
      request: IncomingMessage,
      response: ServerResponse,
      result: object,
      options?: { mergeWithLastSubmission: boolean },
    ): Promise<string>
    on(event: 'server_error' | 'authorization.error', listener: (ctx: OidcContext, error: Error) => void): this
  }

  export class Failure extends Error {
    constructor(description?: string)
  }
  export const errors: {
    readonly OIDCProviderError: typeof Failure
    readonly SessionNotFound: typeof Failure
    readonly InvalidGrant: typeof Failure
    readonly InvalidToken: new (detail: string) => Failure
    readonly TemporarilyUnavailable: typeof Failure
    readonly CustomOIDCProviderError: new (error: string, description: string) => Failure
  }
  export const interactionPolicy: { base(): { remove(name: string): void } }
}
