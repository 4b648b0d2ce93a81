import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A refusal in the shape that ARM gives it: `{"error":{"code","message"}}`. */
export class ArmError extends Error {
  override name = 'ArmError';
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  get body(): { error: { code: string; message: string } } {
    return { error: { code: this.code, message: this.message } };
  }
}
