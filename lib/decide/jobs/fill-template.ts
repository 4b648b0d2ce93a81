/** Texts in braces that name a part of something: `{a.output.text}`, `{body.items.0}`. */
const reference = /\{([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)\}/g;

/** What a template's references are about, by the first word of each. */
export type TemplateScope = Readonly<Record<string, unknown>>;

export type FilledTemplate = { kind: 'filled'; value: unknown } | { kind: 'missing'; references: string[] };

/**
 * JSON with its references replaced: a text that is nothing else becomes the value itself, in a longer one stands its text. What
 * begins with no word of the scope is no reference. All that name nothing are told, in the order of the template.
 */
export function fillTemplate(template: unknown, scope: TemplateScope): FilledTemplate {
  const missing: string[] = [];
  const lookUp = (path: string): unknown => {
    const value = partOf(scope, path.split('.'));
    if (value === undefined) missing.push(path);
    return value;
  };
  const fillText = (text: string): unknown => {
    const only = text.match(reference)?.[0] === text ? text.slice(1, -1) : undefined;
    if (only !== undefined && isIn(scope, only)) return lookUp(only);
    return text.replace(reference, (written, path: string) =>
      isIn(scope, path) ? textOf(lookUp(path)) : written,
    );
  };
  const value = mapTexts(template, fillText);
  return missing.length > 0 ? { kind: 'missing', references: missing } : { kind: 'filled', value };
}

/** Every text in braces of a template that may be a reference, with the place where it stands. */
export function referencesIn(template: unknown): Array<{ path: string; place: Array<string | number> }> {
  const found: Array<{ path: string; place: Array<string | number> }> = [];
  mapTexts(template, (text, place) => {
    for (const [, path = ''] of text.matchAll(reference)) found.push({ path, place });
  });
  return found;
}

function mapTexts(
  value: unknown,
  change: (text: string, place: Array<string | number>) => unknown,
  place: Array<string | number> = [],
): unknown {
  if (typeof value === 'string') return change(value, place);
  if (Array.isArray(value)) return value.map((each, n) => mapTexts(each, change, [...place, n]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, mapTexts(each, change, [...place, key])]),
  );
}

function isIn(scope: TemplateScope, path: string): boolean {
  return Object.hasOwn(scope, path.split('.')[0] ?? '');
}

function partOf(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, key)
        ? (part as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
