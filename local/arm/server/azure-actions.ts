/**
 * The names under which Azure's roles allow what a request to the management API does. A group with an identity or a subnet takes
 * a right at that resource, too.
 */
export function azureActions(method: string, pathname: string, body?: unknown): string[] {
  const [, provider] = /\/providers\/(.+)$/i.exec(pathname) ?? [];
  if (!provider) return [];
  const [namespace, ...path] = provider.split('/');
  // Types and names take turns; a verb stands where a type would.
  const types = path.filter((_, n) => n % 2 === 0);
  const own = `${[namespace, ...types].join('/')}/${endings[method] ?? 'action'}`;
  return [own, ...(method === 'PUT' ? linkedActions(body) : [])];
}

const endings: Record<string, string> = {
  GET: 'read',
  HEAD: 'read',
  PUT: 'write',
  PATCH: 'write',
  DELETE: 'delete',
};

/** What Microsoft's own roles for these resources allow: to see them, and to use them. */
const linked = {
  identity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  subnet: 'Microsoft.Network/virtualNetworks/subnets',
};

function linkedActions(body: unknown): string[] {
  const { identity, properties } = (body ?? {}) as {
    identity?: { userAssignedIdentities?: object };
    properties?: { subnetIds?: unknown[] };
  };
  return [
    ...(Object.keys(identity?.userAssignedIdentities ?? {}).length > 0
      ? [`${linked.identity}/read`, `${linked.identity}/assign/action`]
      : []),
    ...(properties?.subnetIds?.length ? [`${linked.subnet}/read`, `${linked.subnet}/join/action`] : []),
  ];
}
