/** Where a server of a fleet is seen, and tells of itself. */
export function serverUrl(publicUrl: string, fleet: string, server: string): string {
  return `${publicUrl}/api/fleets/${fleet}/servers/${server}`;
}
