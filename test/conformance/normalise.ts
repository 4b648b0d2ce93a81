/** Texts that are another at every run or on every machine, and what stands for them in the record. */
const replacements: [RegExp, string][] = [
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/g, '<guid>'],
  [/\b[0-9a-f]{32}\b/g, '<guid>'],
  // Not those of 1970 and 2020, which programs write themselves.
  [/20(?!20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?=Z|[+-]\d\d:\d\d|\b)/g, '<time>'],
  [/https?:\/\/(?:localhost|127\.0\.0\.1):\d{4,5}/g, '<origin>'],
  [/(?:localhost|127\.0\.0\.1):\d{4,5}/g, '<host>'],
  [/code=[^&"]+/g, 'code=<key>'],
  // .NET's dump of an exception, alone or after the text that it explains.
  [/\{"\$type":"System\.[\w.]*Exception[\s\S]*$/, '<exception>'],
  [/"StackTrace":"(?:[^"\\]|\\.)*"/g, '"StackTrace":"<stack>"'],
  [/\n {3}at [\s\S]*$/, ''],
  [/StackTrace: ?[\s\S]*$/, 'StackTrace: <stack>'],
  [/\nStack: [\s\S]*?(?= \n <exception>|$)/, '\nStack: <stack>)'],
  // Each host has a front page of its own.
  [/^\s*<!DOCTYPE[\s\S]*$/i, '<page>'],
  [/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} 20(?!26-|30)\d\d \d\d:\d\d:\d\d GMT$/, '<date>'],
  // In a random order.
  [/(known \w+ functions: )'.*'/, '$1<names>'],
];

const stacks = new Set(['StackTrace', 'stackTrace']);
/** Ids of traces, and headers that only tell which HTTP client called. */
const left = new Set([
  'ParentTraceContext',
  'ClientSpanId',
  'sec-fetch-mode',
  'accept-language',
  'accept-encoding',
]);

/** What two hosts must agree on. */
export function normalise(value: unknown): unknown {
  if (typeof value === 'string') {
    return replacements.reduce((text, [pattern, by]) => text.replace(pattern, by), value);
  }
  if (Array.isArray(value)) return value.map(normalise);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !left.has(key))
      .map(([key, one]) => [key, stacks.has(key) && typeof one === 'string' ? '<stack>' : normalise(one)]),
  );
}
