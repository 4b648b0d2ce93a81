/** Where a container group is operated. */
export function groupUrl(publicUrl: string, name: string): string {
  return `${publicUrl}/api/container-groups/${name}`;
}
