import { depthProblem } from '../protocol/json-depth.ts';
import { isTooLong, mayBeTooBig, numberJson } from './lenient-number.ts';

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
    if (!mayBeTooBig(text)) return text;
  } catch {
    // The lenient reader says what is wrong, if anything is.
  }
  const reader = new Reader(text);
  if (reader.isAtEnd()) return null;
  if (reader.isAtComma()) reader.end();
  const value = reader.value();
  if (!firstOnly) reader.end();
  return value;
}

type Word = readonly [text: string, kind: string, json: string];

const words: readonly Word[] = [
  ['true', 'boolean', 'true'],
  ['false', 'boolean', 'false'],
  ['null', 'null', 'null'],
  // No JSON has a word for them, so they are texts from here on, there too.
  ['NaN', 'NaN', '"NaN"'],
  ['Infinity', 'Infinity', '"Infinity"'],
  ['-Infinity', '-Infinity', '"-Infinity"'],
];

/** Where the first letter does not tell which word it is. */
const needsTwo = /^(?:-|n.)/;

const escapes: Record<string, string> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  '"': '"',
  "'": "'",
  '/': '/',
};

/** What .NET takes for white space, and the character 0, which the reader passes over. */
const blank = /[\0\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

class Reader {
  readonly #text: string;
  readonly #path: string[] = [];
  #at = 0;
  #outermost = '';
  /** Has read a value, if only the nothing before a comma. */
  #hasBegun = false;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    this.#skip();
    return this.#at >= this.#text.length;
  }

  /** The reader takes the nothing before it for a value. */
  isAtComma(): boolean {
    return this.#peek() === ',';
  }

  /** Throws when something follows. */
  end(): void {
    if (this.isAtEnd()) return;
    this.#hasBegun = true;
    this.#fail(`Additional text encountered after finished reading JSON content: ${this.#peek()}.`);
  }

  /** Reads the next value and returns its JSON. */
  value(): string {
    this.#skip();
    const next = this.#peek();
    if (this.#outermost === '') this.#outermost = next;
    if (next === '{') return this.#object();
    if (next === '[') return this.#array();
    if (next === '"' || next === "'") return JSON.stringify(this.#quoted(next));
    if (next === 'u') this.#undefined();
    const ahead = this.#text.slice(this.#at, this.#at + 2);
    if (ahead === 'ne') this.#newObject();
    const word = words.find(([one]) => (needsTwo.test(ahead) ? one.slice(0, 2) === ahead : one[0] === next));
    if (word) return this.#word(word);
    if (/[-.\d]/.test(next)) return this.#number();
    return this.#fail(`Unexpected character encountered while parsing value: ${next}.`);
  }

  /** .NET reads it; what it makes of it is no JSON, so the instance could not be shown. */
  #undefined(): never {
    this.#word(['undefined', 'undefined', '']);
    return this.#fail("There is no JSON for 'undefined'.");
  }

  /** As above: `new Date(0)`. */
  #newObject(): never {
    const word = /^new?/.exec(this.#text.slice(this.#at))?.[0] ?? '';
    this.#at += word.length;
    if (word !== 'new' || !blank.test(this.#peek())) this.#fail('Unexpected content while parsing JSON.');
    return this.#fail("There is no JSON for 'new'.");
  }

  #number(): string {
    const number = /^[-+.\da-fA-FxX]+/.exec(this.#text.slice(this.#at))?.[0] ?? '';
    this.#at += number.length;
    const after = this.#peek();
    if (after !== '' && !/[,\]})/]/.test(after) && !blank.test(after))
      this.#fail(`Unexpected character encountered while parsing number: ${after}.`);
    if (isTooLong(number)) this.#fail(`JSON integer ${number} is too large to parse.`);
    return numberJson(number) ?? this.#fail(`Input string '${number}' is not a valid number.`);
  }

  #word([word, kind, json]: Word): string {
    for (const letter of word) {
      if (this.#peek() === letter) this.#at++;
      else if (this.#at >= this.#text.length) this.#fail('Unexpected end when reading JSON.');
      else this.#fail(`Error parsing ${kind} value.`);
    }
    if (this.#peek() !== '' && !/[,\]})/]/.test(this.#peek()) && !blank.test(this.#peek()))
      this.#fail(`Error parsing ${kind} value.`);
    return json;
  }

  #object(): string {
    const members = new Map<string, string>();
    this.#at++;
    // Until it has read a name with its colon, the reader stands at the one before.
    this.#path.push('');
    for (;;) {
      if (this.isAtEnd()) this.#unfinished();
      if (this.#peek() === '}') break;
      const name = this.#name();
      this.#skipBlanks();
      if (this.#peek() !== ':')
        this.#fail(
          `Invalid character after parsing property name. Expected ':' but got: ${this.#peek() || '\0'}.`,
        );
      this.#at++;
      this.#standAt(name);
      if (this.isAtEnd()) this.#unfinished();
      members.set(name, this.value());
      if (this.isAtEnd()) this.#unfinished();
      if (this.#peek() !== '}' && this.#peek() !== ',') this.#unexpectedAfterValue();
      if (this.#peek() === ',') this.#at++;
    }
    this.#at++;
    this.#path.pop();
    return `{${[...members].map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
  }

  #array(): string {
    const items: string[] = [];
    this.#at++;
    this.#path.push('');
    for (;;) {
      if (this.isAtEnd()) this.#unfinished();
      if (this.#peek() === ']') break;
      // Until it has read a value that is no container, the reader stands at the one before.
      if (this.#peek() === '{' || this.#peek() === '[') this.#standAt(`[${items.length}]`);
      items.push(this.value());
      this.#standAt(`[${items.length - 1}]`);
      if (this.isAtEnd()) this.#unfinished();
      if (this.#peek() !== ']' && this.#peek() !== ',') this.#unexpectedAfterValue();
      if (this.#peek() === ',') this.#at++;
    }
    this.#at++;
    this.#path.pop();
    return `[${items.join(',')}]`;
  }

  /** Changes the last part of the path, which is that of the innermost container. */
  #standAt(part: string): void {
    this.#path[this.#path.length - 1] = part;
  }

  #name(): string {
    if (this.#peek() === '"' || this.#peek() === "'") return this.#quoted(this.#peek());
    const name = /^[\p{L}\p{Nd}_$]*/u.exec(this.#text.slice(this.#at))?.[0] ?? '';
    if (name === '') this.#fail(`Invalid property identifier character: ${this.#peek()}.`);
    this.#at += name.length;
    if (this.#at >= this.#text.length) this.#fail('Unexpected end while parsing unquoted property name.');
    if (this.#peek() !== ':' && !blank.test(this.#peek()))
      this.#fail(`Invalid JavaScript property identifier character: ${this.#peek()}.`);
    return name;
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
      value += this.#escape(quote);
    }
    this.#at++;
    return value;
  }

  /** What stands after a backslash; ends at its last character. */
  #escape(quote: string): string {
    const letter = this.#peek();
    if (letter === '') this.#fail(`Unterminated string. Expected delimiter: ${quote}.`);
    const known = escapes[letter];
    if (known !== undefined) return known;
    this.#at++;
    if (letter !== 'u') this.#fail(`Bad JSON escape sequence: \\${letter}.`);
    const code = this.#text.slice(this.#at, this.#at + 4);
    if (code.length < 4) this.#fail('Unexpected end while parsing Unicode escape sequence.');
    if (!/^[\da-fA-F]{4}$/.test(code)) this.#fail(`Invalid Unicode escape sequence: \\u${code}.`);
    this.#at += 3;
    return String.fromCharCode(Number.parseInt(code, 16));
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #skipBlanks(): void {
    while (blank.test(this.#peek())) this.#at++;
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

  /** Names the outermost container, as the reader does. */
  #unfinished(): never {
    const isObject = this.#outermost === '{';
    const type = isObject ? 'JObject' : 'JArray';
    const isBare = this.#path.join('') === '';
    const problem = isBare
      ? `Error reading ${type} from JsonReader.`
      : `Unexpected end of content while loading ${type}.`;
    throw new JsonTextError(`${problem} ${this.#place()}`, isObject ? 'unfinishedObject' : 'unfinishedArray');
  }

  #fail(problem: string): never {
    throw new JsonTextError(`${problem} ${this.#place()}`);
  }

  #place(): string {
    // After a backslash a line feed begins no line.
    const lines = this.#text.slice(0, this.#at).replaceAll('\\\n', '  ').split('\n');
    const path = this.#path
      .filter((part) => part !== '')
      .join('.')
      .replaceAll('.[', '[');
    return `Path '${path}', line ${this.#at === 0 && !this.#hasBegun ? 0 : lines.length}, position ${lines.at(-1)?.length ?? 0}.`;
  }
}
