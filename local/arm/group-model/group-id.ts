/** What names a container group. */
export type GroupId = { subscription: string; resourceGroup: string; name: string };

/** The key of a group; ARM ids are equal in any case. */
export function groupKey(id: GroupId): string {
  return resourceId(id).toLowerCase();
}

export function resourceId({ subscription, resourceGroup, name }: GroupId): string {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerInstance/containerGroups/${name}`;
}
