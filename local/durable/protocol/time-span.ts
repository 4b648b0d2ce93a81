const dayMs = 86_400_000;

/** A duration as .NET writes a TimeSpan: `[d.]hh:mm:ss[.fff]`. */
export function timeSpan(ms: number): string {
  const days = Math.floor(ms / dayMs);
  const rest = new Date(ms % dayMs).toISOString();
  const clock = ms % 1000 === 0 ? rest.slice(11, 19) : rest.slice(11, 23);
  return days > 0 ? `${days}.${clock}` : clock;
}
