import { type RouteConstraint, routeConstraint } from './route-constraints.ts';

/** A compiled ASP.NET route template: the values of its parameters, or undefined when the path does not fit. */
export type RouteMatcher = (decodedPath: string) => Record<string, string> | undefined;

type Parameter = {
  name: string;
  catchAll: boolean;
  optional: boolean;
  defaultValue?: string;
  constraints: RouteConstraint[];
};

type Part = string | Parameter;

/** A template that ASP.NET refuses to map, in its words. */
export class RouteTemplateError extends Error {}

/**
 * Compiles a template like `sites/{site}/{page:int?}`, `{*rest}`, `{x=ham}` or `{a}-{b}.json`.
 * Literals ignore case, values keep it; a trailing slash is accepted, an absent value has no key.
 * Throws RouteTemplateError when the template is wrong, and SyntaxError on a regex that JavaScript cannot read.
 */
export function compileRoute(template: string): RouteMatcher {
  const segments = splitSegments(template);
  const parameters: Parameter[] = [];
  // ASP.NET reads a segment of several values from its end.
  const order: number[] = [];
  let pattern = '';
  for (const segment of segments) {
    const parts = parseSegment(segment);
    const first = parameters.length;
    for (const part of parts) if (typeof part !== 'string') addParameter(parameters, part, template);
    for (let index = parameters.length - 1; index >= first; index -= 1) order.push(index);
    pattern += segmentPattern(parts);
  }
  // The rest of a path keeps its last slash.
  const end = parameters.at(-1)?.catchAll ? '' : '/?';
  const expression = new RegExp(`^${pattern}${end}$`, 'i');
  return (path) => {
    const match = expression.exec(path);
    return match ? routeValues(parameters, order, match) : undefined;
  };
}

function routeValues(
  parameters: readonly Parameter[],
  order: readonly number[],
  match: RegExpExecArray,
): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const index of order) {
    const parameter = parameters[index];
    if (!parameter) continue;
    const { name, defaultValue, constraints } = parameter;
    const value = match[index + 1] || defaultValue;
    if (value === undefined || value === '') continue;
    if (!constraints.every((accepts) => accepts(value))) return undefined;
    values[name] = value;
  }
  return values;
}

function addParameter(parameters: Parameter[], added: Parameter, template: string): void {
  if (parameters.some(({ name }) => name.toLowerCase() === added.name.toLowerCase()))
    throw new RouteTemplateError(
      `The route parameter name '${added.name}' appears more than one time in the route template '${template}'.`,
    );
  parameters.push(added);
}

/** Splits at slashes outside of braces: a regex constraint may hold one. */
function splitSegments(template: string): string[] {
  const segments: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of template.replace(/^\/|\/$/g, '')) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (character === '/' && depth === 0) {
      segments.push(current);
      current = '';
    } else current += character;
  }
  return [...segments, current];
}

/** Doubled braces stand for themselves, inside a parameter (a regex quantifier) as well as outside. */
function parseSegment(segment: string): Part[] {
  const parts: Part[] = [];
  let literal = '';
  let index = 0;
  while (index < segment.length) {
    const character = segment[index];
    if ((character === '{' || character === '}') && segment[index + 1] === character) {
      literal += character;
      index += 2;
    } else if (character === '{') {
      const end = closingBrace(segment, index + 1);
      if (literal) parts.push(literal);
      literal = '';
      parts.push(
        parseParameter(
          segment
            .slice(index + 1, end)
            .replace(/\{\{/g, '{')
            .replace(/\}\}/g, '}'),
        ),
      );
      index = end + 1;
    } else {
      literal += character;
      index += 1;
    }
  }
  if (literal) parts.push(literal);
  return parts;
}

function closingBrace(segment: string, from: number): number {
  for (let index = from; index < segment.length; index += 1) {
    if (segment[index] !== '}') continue;
    // In `{{3}}}` the last brace closes the parameter, the pair before it is an escape.
    if (segment[index + 1] !== '}') return index;
    index += 1;
  }
  throw new RouteTemplateError(
    `There is an incomplete parameter in the route template. Check that each '{' character has a matching '}' character.`,
  );
}

function parseParameter(text: string): Parameter {
  const [, stars = '', name = '', rest = ''] = /^(\*{0,2})([^:=?]*)([\s\S]*)$/.exec(text) ?? [];
  if (name === '' || /[{}/*]/.test(name))
    throw new RouteTemplateError(
      `The route parameter name '${name}' is invalid. Route parameter names must be non-empty and cannot contain these characters: '{', '}', '/'.`,
    );
  const { constraints, remainder } = parseConstraints(rest);
  return {
    name,
    catchAll: stars !== '',
    optional: remainder === '?' || remainder.startsWith('=') || stars !== '',
    ...(remainder.startsWith('=') && { defaultValue: remainder.slice(1) }),
    constraints,
  };
}

function parseConstraints(text: string): { constraints: RouteConstraint[]; remainder: string } {
  const constraints: RouteConstraint[] = [];
  let rest = text;
  while (rest.startsWith(':')) {
    const end = constraintEnd(rest);
    const name = rest.slice(1, end);
    const constraint = routeConstraint(name);
    if (!constraint)
      throw new RouteTemplateError(`The constraint reference '${name}' could not be resolved to a type.`);
    constraints.push(constraint);
    rest = rest.slice(end);
  }
  return { constraints, remainder: rest };
}

/** A constraint ends at `:`, `=` or `?` outside of its parentheses; a regex may hold all of them inside. */
function constraintEnd(text: string): number {
  const stop = text.slice(1).search(/[(:=?]/) + 1;
  if (stop === 0) return text.length;
  if (text[stop] !== '(') return stop;
  const close = text.slice(stop).search(/\)(?=[:=?]|$)/);
  return close < 0 ? text.length : stop + close + 1;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function segmentPattern(parts: Part[]): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && typeof only !== 'string') {
    if (only.catchAll) return '(?:/([^/][\\s\\S]*)?)?';
    const value = '([^/]+)';
    return only.optional ? `(?:/${value})?` : `/${value}`;
  }
  // `{name}.{extension?}`: the dot goes with the absent extension, and the last dot splits.
  const last = parts.at(-1);
  const dropsDot = parts.at(-2) === '.' && typeof last === 'object' && last.optional;
  const kept = dropsDot ? parts.slice(0, -2) : parts;
  const value = dropsDot ? '([^/]*?[^/.])' : '([^/]+)';
  const pattern = kept.map((part) => (typeof part === 'string' ? escaped(part) : value)).join('');
  return `/${pattern}${dropsDot ? '(?:\\.([^/.]+))?' : ''}`;
}
