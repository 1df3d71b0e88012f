import type { ContentfulStatusCode } from 'hono/utils/http-status'

const words: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server error',
  503: 'Service Unavailable',
}

/** What the platform refuses, answered as `{statusCode, message, error}`. What a body's fields miss is told as a list. */
export class PlatformError extends Error {
  readonly status: ContentfulStatusCode
  readonly problems: string | readonly string[]

  constructor(status: ContentfulStatusCode, problems: string | readonly string[]) {
    super(String(problems))
    this.name = 'PlatformError'
    this.status = status
    this.problems = problems
  }

  toBody() {
    return { statusCode: this.status, message: this.problems, error: words[this.status] ?? 'Error' }
  }
}
