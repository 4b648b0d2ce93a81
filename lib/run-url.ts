/** Where a person can follow a run. */
export function runUrl(publicUrl: string, id: string): string {
  return `${publicUrl}/api/runs/${id}`;
}
