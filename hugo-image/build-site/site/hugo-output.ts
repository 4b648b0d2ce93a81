/** Lines that say how Hugo is doing, not what is wrong with the site. */
const noise =
  /^(start building sites|hugo v\d|building sites|built in \d|total in \d|-+\+-+|\s*\|\s*[A-Z-]{2,}|\s*(pages|paginator pages|non-page files|static files|processed images|aliases|sitemaps|cleaned)\s*\|)/i;
const warning = /^WARN(ING)?\b/;
const error = /^ERROR\b/;
const ending = /^(Error|fatal error|panic):\s*/;

/** Of each kind: a message has room for the beginning, and a site may have thousands. */
const keptLines = 20;
const longestMessage = 2_000;

/** Takes what Hugo prints, line by line, and answers what ended the build. The lines themselves are in the log. */
export class HugoOutput {
  /** How often Hugo warned. */
  warnings = 0;
  /** `hugo 0.111.3+extended` of the version line that Hugo prints when it builds. */
  generator: string | undefined;
  /** Whether Hugo had no layout for a page, which it takes for a warning. */
  lacksLayouts = false;

  readonly #ended: string[] = [];
  readonly #errors: string[] = [];
  readonly #others: string[] = [];
  /** What a line without a mark belongs to: messages may go over several lines. */
  #current: string[] = this.#others;

  readonly take = (line: string): void => {
    this.generator ??= generatorIn(line);
    if (line.trim() === '' || noise.test(line)) return;
    if (warning.test(line)) {
      this.warnings += 1;
      this.lacksLayouts ||= /found no layout file/i.test(line);
      this.#current = [];
      return;
    }
    if (ending.test(line)) this.#current = this.#ended;
    else if (error.test(line)) this.#current = this.#errors;
    if (this.#current.length < keptLines) this.#current.push(line);
  };

  /** The error that ended the build first, then the others, then how many warnings there were. */
  failureMessage(): string {
    const ended = this.#ended.map((line) => line.replace(/^Error: (?:error building site: )?/i, ''));
    const lines = [...ended, ...this.#errors];
    if (lines.length === 0) lines.push(...this.#others);
    const message =
      lines.join('\n').slice(0, longestMessage).trim() || 'Hugo refused the site and gave no reason.';
    if (this.warnings === 0) return message;
    return `${message}\n(${this.warnings} ${this.warnings === 1 ? 'warning' : 'warnings'} besides; the log has them)`;
  }
}

function generatorIn(line: string): string | undefined {
  const version = /^hugo v(\d[^\s-]*)/.exec(line)?.[1];
  return version && `hugo ${version}`;
}
