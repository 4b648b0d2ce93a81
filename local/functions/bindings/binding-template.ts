import { randomUUID } from 'node:crypto';
import { type BindingData, dotNetText, jsonText } from './binding-data.ts';
import { formatDate, formatGuid } from './binding-formats.ts';

/** What expressions can name besides the trigger's data. */
export type BindingSystem = { nowMs: number; functionName: string };

type Expression = { name: string; path: string[]; format: string | undefined };
type Token = { literal: string } | Expression;

/** A path or name with binding expressions: `{name}`, `{a.b}`, `{rand-guid}`, `{DateTime:yyyy}`; `{{` is a brace. */
export class BindingTemplate {
  readonly #text: string;
  readonly #tokens: Token[];

  /** Throws when the text is no template. */
  constructor(text: string) {
    this.#text = text;
    this.#tokens = [...tokensOf(text)];
  }

  get hasExpressions(): boolean {
    return this.#tokens.some((token) => !('literal' in token));
  }

  /** Throws when an expression has no value. */
  bind(data: BindingData, system: BindingSystem): string {
    return this.#tokens
      .map((token) => ('literal' in token ? token.literal : expressionValue(token, data, system)))
      .join('');
  }

  /** What the expressions stand for in an actual path, undefined when it does not fit. Each takes as much as it can. */
  match(actual: string): Record<string, string> | undefined {
    const names: string[] = [];
    const pattern = this.#tokens.map((token) => {
      if ('literal' in token) return token.literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
      if (token.path.length > 0 || names.includes(token.name))
        throw new Error(`"${this.#text}": each {name} of a trigger's path stands alone and once.`);
      names.push(token.name);
      return '(.*)';
    });
    const match = new RegExp(`^${pattern.join('')}$`, 'su').exec(actual);
    return match ? Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ''])) : undefined;
  }
}

function* tokensOf(text: string): Generator<Token> {
  for (const [whole, escaped, expression, literal] of text.matchAll(
    /(\{\{|\}\})|\{([^{}]*)\}|([^{}]+)|[{}]/g,
  )) {
    if (escaped !== undefined) yield { literal: escaped.slice(1) };
    else if (literal !== undefined) yield { literal };
    else if (expression !== undefined) yield expressionToken(text, expression);
    else
      throw new Error(
        `Invalid template '${text}': "${whole}" has no partner. Write {name}, or {{ for a brace.`,
      );
  }
}

function expressionToken(text: string, expression: string): Expression {
  const [, path = '', format] = /^([^:]*)(?::(.*))?$/s.exec(expression) ?? [];
  const [name = '', ...more] = path.split('.');
  if (![name, ...more].every((part) => /^[\p{L}_][\p{L}\p{N}\p{M}\p{Pc}-]*$/u.test(part)))
    throw new Error(
      `Invalid template '${text}': "{${expression}}" is no expression. Write {name} or {name.part}.`,
    );
  return { name, path: more, format };
}

function expressionValue(token: Expression, data: BindingData, system: BindingSystem): string {
  const { name, path, format } = token;
  let value = data.get(name);
  if (value === undefined || name.toLowerCase() === 'sys') {
    const built = builtIn([name, ...path].join('.').toLowerCase(), format, system);
    if (built !== undefined) return built;
  }
  for (const part of path) value = property(value, part);
  if (value === undefined || value === null)
    throw new Error(
      `No value for named parameter '${[name, ...path].join('.')}'. The trigger's data has: ${data
        .entries()
        .map(([each]) => each)
        .join(', ')}.`,
    );
  // An object has no place in a path; the real host makes an empty text of it.
  if (typeof value === 'object') return '';
  return path.length > 0 ? jsonText(value) : dotNetText(value);
}

function builtIn(expression: string, format: string | undefined, system: BindingSystem): string | undefined {
  if (expression === 'rand-guid' || expression === 'sys.randguid') return formatGuid(randomUUID(), format);
  if (expression === 'datetime' || expression === 'sys.utcnow') return formatDate(system.nowMs, format);
  return expression === 'sys.methodname' ? system.functionName : undefined;
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const key = Object.keys(value).find((each) => each.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : (value as Record<string, unknown>)[key];
}
