import { JsonTextError } from './lenient-json.ts';

/** A JSON answer as the extension sends it. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}

export function empty(status: number): Response {
  return new Response(null, { status });
}

/** An error in the extension's shape; `exception` names .NET's kind of it where clients may look at that. */
export function problem(
  status: number,
  message: string,
  exception?: { type: string; message: string },
): Response {
  return json(status, {
    Message: message,
    ...(exception && {
      ExceptionMessage: exception.message,
      ExceptionType: exception.type,
      StackTrace: '   at the local durable engine',
    }),
  });
}

/** The answer to a body that is no JSON. */
export function notJson(text: string, error: unknown): Response {
  return problem(400, 'Invalid JSON content', {
    type: 'Newtonsoft.Json.JsonReaderException',
    message: error instanceof JsonTextError ? error.message : noValue(text),
  });
}

/** What .NET's reader says of a body that is empty or blank. */
export function noValue(text: string): string {
  return `Error reading JToken from JsonReader. Path '', line ${text === '' ? 0 : 1}, position ${text.length}.`;
}
