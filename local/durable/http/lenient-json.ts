import { depthProblem } from '../protocol/json-depth.ts';

/** What .NET's reader says of a text that is no JSON. */
export class JsonTextError extends Error {
  /** The reader's own error; else the text ended within an object or an array. */
  readonly kind: 'malformed' | 'unfinishedObject' | 'unfinishedArray';

  constructor(message: string, kind: JsonTextError['kind'] = 'malformed') {
    super(message);
    this.name = 'JsonTextError';
    this.kind = kind;
  }
}

/**
 * The JSON text of a body, read as Newtonsoft's reader does: single quotes, names without quotes, comments and a comma too many
 * are no errors, and a number beyond all numbers is the text "Infinity". Null for a body of blanks. `firstOnly`: whatever
 * follows the first value is ignored.
 */
export function readJson(text: string, { firstOnly = false } = {}): string | null {
  const tooDeep = depthProblem(text);
  if (tooDeep !== undefined) throw new JsonTextError(tooDeep);
  try {
    JSON.parse(text);
    if (!numberTooBig.test(text)) return text;
  } catch {
    // The lenient reader says what is wrong, if anything is.
  }
  const reader = new Reader(text);
  if (reader.isAtEnd()) return null;
  const value = reader.value();
  if (!firstOnly) reader.end();
  return JSON.stringify(value);
}

/** Newtonsoft's limit for integers, which it keeps exactly. */
const mostDigits = 380;

/** May be beyond what a double holds, or beyond that limit. */
const numberTooBig = new RegExp(`\\d[eE]\\+?\\d{3}|\\d{${mostDigits + 1}}`);

type Word = readonly [text: string, kind: string, value: unknown];

const words: readonly Word[] = [
  ['true', 'boolean', true],
  ['false', 'boolean', false],
  ['null', 'null', null],
  // No JSON has a word for them, so they are texts from here on, there too.
  ['NaN', 'NaN', 'NaN'],
  ['Infinity', 'Infinity', 'Infinity'],
  ['-Infinity', '-Infinity', '-Infinity'],
];
const escapes: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

class Reader {
  readonly #text: string;
  readonly #path: string[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    this.#skip();
    return this.#at >= this.#text.length;
  }

  /** Throws when something follows. */
  end(): void {
    if (this.isAtEnd()) return;
    this.#fail(`Additional text encountered after finished reading JSON content: ${this.#peek()}.`);
  }

  value(): unknown {
    this.#skip();
    const next = this.#peek();
    if (next === '{') return this.#object();
    if (next === '[') return this.#array();
    if (next === '"' || next === "'") return this.#quoted(next);
    const ahead = this.#text.slice(this.#at, this.#at + 2);
    const word = words.find(([one]) => (next === '-' ? ahead === one.slice(0, 2) : one[0] === next));
    if (word) return this.#word(word);
    const number = /^[-.\d][-+.\dA-Za-z]*/.exec(this.#text.slice(this.#at))?.[0];
    if (number !== undefined) {
      this.#at += number.length;
      if (/^0[0-7]+$/.test(number)) return Number.parseInt(number, 8);
      if (/^-?\d+$/.test(number) && number.length > mostDigits)
        this.#fail(`JSON integer ${number} is too large to parse.`);
      const value = Number(number);
      if (Number.isNaN(value)) this.#fail(`Input string '${number}' is not a valid number.`);
      return Number.isFinite(value) ? value : String(value);
    }
    return this.#fail(`Unexpected character encountered while parsing value: ${next}.`);
  }

  #word([word, kind, value]: Word): unknown {
    for (const letter of word) {
      if (this.#peek() === letter) this.#at++;
      else if (this.#at >= this.#text.length) this.#fail('Unexpected end when reading JSON.');
      else this.#fail(`Error parsing ${kind} value.`);
    }
    if (/[^\s,\]}/]/.test(this.#peek())) this.#fail(`Error parsing ${kind} value.`);
    return value;
  }

  #object(): Record<string, unknown> {
    const members: Record<string, unknown> = {};
    this.#at++;
    for (;;) {
      if (this.isAtEnd()) this.#unfinished('JObject', 'unfinishedObject');
      if (this.#peek() === '}') break;
      const name = this.#name();
      this.#path.push(name);
      this.#skipBlanks();
      if (this.#peek() !== ':') {
        this.#path.pop();
        this.#fail(
          `Invalid character after parsing property name. Expected ':' but got: ${this.#peek() || '\0'}.`,
        );
      }
      this.#at++;
      if (this.isAtEnd()) this.#unfinished('JObject', 'unfinishedObject');
      members[name] = this.value();
      if (this.isAtEnd()) this.#unfinished('JObject', 'unfinishedObject');
      if (this.#peek() !== '}' && this.#peek() !== ',') this.#unexpectedAfterValue();
      this.#path.pop();
      if (this.#peek() === ',') this.#at++;
    }
    this.#at++;
    return members;
  }

  #array(): unknown[] {
    const items: unknown[] = [];
    this.#at++;
    for (;;) {
      if (this.isAtEnd()) this.#unfinished('JArray', 'unfinishedArray');
      if (this.#peek() === ']') break;
      // Until it has read a value that is no container, the reader stands at the one before.
      const isContainer = this.#peek() === '{' || this.#peek() === '[';
      const before = items.length === 0 ? '' : `[${items.length - 1}]`;
      this.#path.push(isContainer ? `[${items.length}]` : before);
      items.push(this.value());
      this.#path[this.#path.length - 1] = `[${items.length - 1}]`;
      if (this.isAtEnd()) this.#unfinished('JArray', 'unfinishedArray');
      if (this.#peek() !== ']' && this.#peek() !== ',') this.#unexpectedAfterValue();
      this.#path.pop();
      if (this.#peek() === ',') this.#at++;
    }
    this.#at++;
    return items;
  }

  #name(): string {
    if (this.#peek() === '"' || this.#peek() === "'") return this.#quoted(this.#peek());
    const name = /^[\w$]+/.exec(this.#text.slice(this.#at))?.[0];
    if (name === undefined) this.#fail(`Invalid property identifier character: ${this.#peek()}.`);
    this.#at += name?.length ?? 0;
    if (this.#at >= this.#text.length) this.#fail('Unexpected end while parsing unquoted property name.');
    return name ?? '';
  }

  #quoted(quote: string): string {
    let value = '';
    this.#at++;
    for (; this.#peek() !== quote; this.#at++) {
      if (this.#at >= this.#text.length) this.#fail(`Unterminated string. Expected delimiter: ${quote}.`);
      if (this.#peek() !== '\\') {
        value += this.#peek();
        continue;
      }
      this.#at++;
      const code = /^u([0-9a-fA-F]{4})/.exec(this.#text.slice(this.#at))?.[1];
      value +=
        code === undefined
          ? (escapes[this.#peek()] ?? this.#peek())
          : String.fromCharCode(Number.parseInt(code, 16));
      if (code !== undefined) this.#at += 4;
    }
    this.#at++;
    return value;
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #skipBlanks(): void {
    while (/\s/.test(this.#peek())) this.#at++;
  }

  /** Blanks and comments. */
  #skip(): void {
    for (;;) {
      this.#skipBlanks();
      if (this.#peek() !== '/') return;
      this.#comment();
    }
  }

  #comment(): void {
    this.#at++;
    const kind = this.#peek();
    if (kind !== '' && kind !== '*' && kind !== '/')
      this.#fail(`Error parsing comment. Expected: *, got ${kind}.`);
    const ending = kind === '*' ? '*/' : '\n';
    const end = this.#text.indexOf(ending, this.#at + 1);
    this.#at = end < 0 ? this.#text.length : end + ending.length;
    if (end < 0 && kind !== '/') this.#fail('Unexpected end while parsing comment.');
  }

  #unexpectedAfterValue(): never {
    return this.#fail(`After parsing a value an unexpected character was encountered: ${this.#peek()}.`);
  }

  #unfinished(type: string, kind: JsonTextError['kind']): never {
    throw new JsonTextError(`Unexpected end of content while loading ${type}. ${this.#place()}`, kind);
  }

  #fail(problem: string): never {
    throw new JsonTextError(`${problem} ${this.#place()}`);
  }

  #place(): string {
    const lines = this.#text.slice(0, this.#at).split('\n');
    const path = this.#path
      .filter((part) => part !== '')
      .join('.')
      .replaceAll('.[', '[');
    return `Path '${path}', line ${this.#at === 0 ? 0 : lines.length}, position ${lines.at(-1)?.length ?? 0}.`;
  }
}
