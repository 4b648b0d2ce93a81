/** An error of .NET itself, which an orchestrator gets with its kind. */
export class DotNetError extends Error {
  /** The full name of .NET's class. */
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.name = 'DotNetError';
    this.type = type;
  }
}
