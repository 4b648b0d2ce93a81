const firstDateMs = Date.parse('0001-01-01T00:00:00Z');

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
    const text = this.get(name)?.trim().toLowerCase();
    return text === 'true' ? true : text === 'false' ? false : undefined;
  }

  /** Milliseconds of a date; undefined when it is none. */
  time(name: string): number | undefined {
    const text = this.get(name);
    if (text === undefined) return undefined;
    // A date without a zone is UTC.
    const isLocal = /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(text);
    const ms = Date.parse(isLocal ? `${text}Z` : text);
    // A year alone is no date for .NET, and its first date is none given.
    return Number.isNaN(ms) || /^\d{4}$/.test(text) || ms <= firstDateMs ? undefined : ms;
  }

  /** Undefined when it is no whole number. */
  integer(name: string): number | undefined {
    const text = this.get(name)?.trim() ?? '';
    return /^[+-]?\d+$/.test(text) && Math.abs(Number(text)) < 2 ** 31 ? Number(text) : undefined;
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

/** The states that a filter names, unknown words left out; a number stands for itself when no state has it. */
export function statesOf(words: readonly string[]): string[] {
  return words
    .map((word) => (isNumber(word) ? (stateNames[Number(word)] ?? word) : word))
    .filter((word) => stateNames.includes(word) || isNumber(word));
}

function isNumber(word: string): boolean {
  return /^[+-]?\d+$/.test(word);
}
