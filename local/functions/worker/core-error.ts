/** An error of the worker itself: the library tells it from the app's own by the flag. */
export class CoreError extends Error {
  readonly isAzureFunctionsSystemError = true;
}

/** The library recognises an unknown hook by exactly this class name. */
export class CoreRangeError extends RangeError {
  readonly isAzureFunctionsSystemError = true;
}

/** Assignment to a part of a hook's context that only the worker may set. */
export class ReadOnlyError extends CoreError {
  constructor(property: string) {
    super(`Cannot assign to read only property '${property}'`);
    this.name = 'ReadOnlyError';
  }
}
