/** A problem that the person at the keyboard can solve: its message says how, and no stack is shown. */
export class LocalCloudError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LocalCloudError';
  }
}
