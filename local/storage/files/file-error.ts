import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A refusal of the File service, with its code. */
export class FileError extends Error {
  override name = 'FileError';
  readonly status: ContentfulStatusCode;
  readonly code: string;

  constructor(status: ContentfulStatusCode, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const shareNotFound = (): FileError =>
  new FileError(404, 'ShareNotFound', 'The specified share does not exist.');
export const resourceNotFound = (): FileError =>
  new FileError(404, 'ResourceNotFound', 'The specified resource does not exist.');
export const parentNotFound = (): FileError =>
  new FileError(404, 'ParentNotFound', 'The specified parent path does not exist.');
