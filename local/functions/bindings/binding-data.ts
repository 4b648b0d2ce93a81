import type { RpcHttp, TypedData } from '../../typed-data.ts';

/** What binding expressions can name. Names are found ignoring case. */
export class BindingData {
  readonly #values = new Map<string, { name: string; value: unknown }>();

  /** Nothing is set by an undefined or null value; a name that is there already keeps its spelling. */
  set(name: string, value: unknown): void {
    if (value === undefined || value === null) return;
    const key = name.toLowerCase();
    this.#values.set(key, { name: this.#values.get(key)?.name ?? name, value });
  }

  get(name: string): unknown {
    return this.#values.get(name.toLowerCase())?.value;
  }

  entries(): [name: string, value: unknown][] {
    return [...this.#values.values()].map(({ name, value }) => [name, value]);
  }
}

/** What expressions of an invocation can name: the trigger's metadata, and what the trigger's value itself holds. */
export function bindingDataOf(
  trigger: TypedData | null,
  triggerMetadata: Record<string, TypedData>,
): BindingData {
  const data = new BindingData();
  for (const [name, value] of Object.entries(triggerMetadata)) data.set(name, plainValue(value));
  if (trigger?.string !== undefined) addJsonProperties(data, trigger.string);
  if (trigger?.http) addRequest(data, trigger.http);
  return data;
}

/** The properties of a JSON object, as the host takes them: lists are left out, other values become texts. */
export function addJsonProperties(data: BindingData, text: string): void {
  if (!/^\s*\{[\s\S]*\}\s*$/.test(text)) return;
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(text);
  } catch {
    return;
  }
  for (const [name, value] of Object.entries(parsed)) {
    if (Array.isArray(value)) continue;
    data.set(name, typeof value === 'object' ? value : jsonText(value));
  }
}

/** A JSON value as .NET prints it. */
export function dotNetText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

/** Json.NET takes a text that looks like a date for one: it comes out in another form, slashes included. */
export function jsonText(value: unknown): string {
  const isDate =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.test(value);
  if (!isDate) return dotNetText(value);
  const date = new Date(/(Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`);
  if (Number.isNaN(date.getTime())) return value;
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T(.{8})/.exec(date.toISOString()) ?? [];
  return `${month}/${day}/${year} ${time}`;
}

function addRequest(data: BindingData, { query = {}, params = {}, headers = {}, body }: RpcHttp): void {
  if (body?.bytes) addJsonProperties(data, Buffer.from(body.bytes).toString('utf8'));
  data.set('headers', headers);
  data.set('query', query);
  for (const [name, value] of Object.entries(query)) if (name.toLowerCase() !== 'code') data.set(name, value);
  for (const [name, value] of Object.entries(params)) data.set(name, value);
}

function plainValue({ string, json, int, double }: TypedData): unknown {
  return string ?? int ?? double ?? (json === undefined ? undefined : JSON.parse(json));
}
