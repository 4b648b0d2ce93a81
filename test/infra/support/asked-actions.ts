import { createHttpHeaders, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';
import { armClients } from '../../../lib/azure/arm-clients.ts';
import { azureCdn } from '../../../lib/azure/azure-cdn.ts';
import { azureContainerOperations } from '../../../lib/azure/azure-container-operations.ts';
import { azureContainers } from '../../../lib/azure/azure-containers.ts';
import type { ContainerOperations } from '../../../lib/ports/container-operations.ts';
import type { ContainerGroupRequest, Containers } from '../../../lib/ports/containers.ts';
import { azureActions } from '../../../local/arm/server/azure-actions.ts';
import { aContainerSpec } from '../../support/builders.ts';

const request: ContainerGroupRequest = {
  name: 'group',
  region: 'westeurope',
  owner: { kind: 'run', id: 'run', hub: 'test' },
  attempt: 1,
  shape: { containers: [aContainerSpec<string>({ image: 'acme.azurecr.io/sums:1' })] },
};
const defaults = { registry: { server: 'acme.azurecr.io', identity: '/pull' }, subnet: '/groups' };

/** A call of every method; the compiler asks for one when a method is added. */
const ofContainers: { [Method in keyof Containers]: (port: Containers) => Promise<unknown> } = {
  create: (port) => port.create(request),
  read: (port) => port.read('group'),
  list: (port) => port.list(),
  count: (port) => port.count('westeurope'),
  readLog: (port) => port.readLog('group', 'main'),
  delete: (port) => port.delete('group'),
  keepUntil: (port) => port.keepUntil('group', new Date(0)),
};

const ofOperations: {
  [Method in keyof ContainerOperations]: (port: ContainerOperations) => Promise<unknown>;
} = {
  list: (port) => port.list(),
  read: (port) => port.read('group'),
  put: (port) => port.put({ kind: 'described', ...request }),
  tag: (port) => port.tag('group', { tags: { a: 'b' } }),
  act: async (port) => {
    for (const action of ['start', 'stop', 'restart'] as const) await port.act('group', action);
  },
  readLog: (port) => port.readLog('group', 'main', {}),
  exec: (port) => port.exec('group', 'main', { command: 'sh', rows: 24, columns: 80 }),
  attach: (port) => port.attach('group', 'main'),
  usage: (port) => port.usage('westeurope'),
  capabilities: (port) => port.capabilities('westeurope'),
  cachedImages: (port) => port.cachedImages('westeurope'),
};

/** What every method of the adapters asks Azure for, in the words of its roles. */
export async function askedActions(): Promise<string[]> {
  const asked = new Set<string>();
  const arm = armClients({ subscriptionId: 'sub', resourceGroup: 'rg', httpClient: azureThatNotes(asked) });
  const containers = azureContainers(arm, defaults);
  const operations = azureContainerOperations(arm, defaults);
  const cdn = azureCdn(arm);
  for (const call of Object.values(ofContainers)) await call(containers);
  for (const call of Object.values(ofOperations)) await call(operations);
  for (const kind of ['frontDoor', 'classic'] as const)
    await cdn.purge({ kind, profile: 'cdn', endpoint: 'sites' }, ['/'], 60);
  return [...asked].sort();
}

/** An Azure where each group is missing at first and there ever after, and everything is done at once. */
function azureThatNotes(asked: Set<string>): HttpClient {
  let exists = false;
  const answer = (method: string, path: string): { status: number; body?: unknown; link?: string } => {
    if (path.endsWith('/purge')) return { status: 202, link: '/operationresults/1' };
    if (path.includes('/operationresults/')) return { status: 200, body: { status: 'Succeeded' } };
    if (method === 'PUT') exists = true;
    if (path.endsWith('/containerGroups/group') && !exists)
      return { status: 404, body: { error: { code: 'ResourceNotFound', message: 'none' } } };
    if (/\/(?:start|stop|restart)$/.test(path)) return { status: 204 };
    return { status: method === 'PUT' ? 201 : 200, body: { name: 'group', tags: {}, value: [] } };
  };
  return {
    async sendRequest(request: PipelineRequest) {
      const { pathname, origin } = new URL(request.url);
      const body = request.method === 'PUT' ? JSON.parse(String(request.body)) : undefined;
      for (const action of azureActions(request.method, pathname, body)) asked.add(action);
      const { status, body: told, link } = answer(request.method, pathname);
      const resultUrl = `${origin}/subscriptions/sub/resourcegroups/rg/providers/Microsoft.Cdn${link}`;
      const classic = pathname.includes('/endpoints/');
      return {
        request,
        status,
        headers: createHttpHeaders(
          link
            ? {
                'azure-asyncoperation': resultUrl,
                location: `${resultUrl}/profileresults/cdn/${classic ? 'endpointresults' : 'afdendpointresults'}/sites`,
              }
            : { 'content-type': 'application/json' },
        ),
        bodyAsText: told === undefined ? '' : JSON.stringify(told),
      };
    },
  };
}
