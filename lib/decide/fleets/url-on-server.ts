/** A path on a server. */
export function urlOnServer(ip: string, { port, path }: { port: number; path: string }): string {
  return `http://${ip}:${port}${path}`;
}
