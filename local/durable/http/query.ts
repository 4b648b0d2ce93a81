/** The parameters of a management request; their names are read in any case. */
export class Query {
  readonly #pairs: [string, string][];

  constructor(url: string) {
    this.#pairs = [...new URL(url).searchParams].map(([name, value]) => [name.toLowerCase(), value]);
  }

  /** The values of one that comes several times are joined by commas, as .NET does. */
  get(name: string): string | undefined {
    const values = this.#pairs.filter(([one]) => one === name.toLowerCase()).map(([, value]) => value);
    return values.length === 0 ? undefined : values.join(',');
  }

  /** All values of a parameter that may be repeated or list several by comma. */
  list(name: string): string[] {
    return this.#pairs
      .filter(([one]) => one === name.toLowerCase())
      .flatMap(([, value]) => value.split(','))
      .map((value) => value.trim())
      .filter((value) => value !== '');
  }

  /** True and false in any case; anything else counts as not given. */
  flag(name: string): boolean | undefined {
    const text = this.get(name)?.toLowerCase();
    return text === 'true' ? true : text === 'false' ? false : undefined;
  }

  /** Milliseconds of a date; undefined when it is none. */
  time(name: string): number | undefined {
    const text = this.get(name);
    if (text === undefined) return undefined;
    // A date without a zone is UTC.
    const ms = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) || !text.includes('T') ? text : `${text}Z`);
    return Number.isNaN(ms) ? undefined : ms;
  }

  /** Undefined when it is no number. */
  number(name: string): number | undefined {
    const text = this.get(name);
    const value = Number(text);
    return text === undefined || text === '' || Number.isNaN(value) ? undefined : value;
  }
}

/** The names of the states by .NET's numbers. */
const stateNames = [
  'Running',
  'Completed',
  'ContinuedAsNew',
  'Failed',
  'Canceled',
  'Terminated',
  'Pending',
  'Suspended',
];

/** The states that a filter names, unknown words left out. */
export function statesOf(words: readonly string[]): string[] {
  return words
    .map((word) => (/^\d+$/.test(word) ? (stateNames[Number(word)] ?? '') : word))
    .filter((word) => stateNames.includes(word));
}
