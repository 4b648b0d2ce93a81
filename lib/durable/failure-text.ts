/** The readable part of what a durable task threw: without the engine's prefix and without its dump of the exception. */
export function failureText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const withoutDump = text.split(/ \n |\n/)[0] ?? text;
  return withoutDump.replace(/^(?:Activity|Orchestrator) function '[^']*' failed: +/, '').trim();
}
