import { z } from 'zod';
import type { Server } from '../../contract/fleets.ts';
import { containerName } from '../../lib/catalog/names.ts';
import { countedRegions } from '../../lib/containers/counted-regions.ts';
import { putGroup } from '../../lib/containers/put-group.ts';
import { secretReader } from '../../lib/containers/secret-reader.ts';
import { access2018 } from '../../lib/fleets/access-2018.ts';
import { issueServerToken } from '../../lib/fleets/server-tokens.ts';
import { checkOwner } from '../container-groups/group-of-request.ts';
import { groupProblem } from '../container-groups/group-problem.ts';
import { putCandidates } from '../container-groups/group-put-body.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { call2018 } from './call-2018.ts';
import { groups2018, stateOf2018 } from './servers-2018.ts';

const variable = z.looseObject({ name: z.string() });
const portSchema = z.looseObject({ port: z.number(), protocol: z.enum(['TCP', 'UDP']).optional() });

/** What the sample looks at. The rest of a container group is Azure's to judge. */
const bodySchema = z.object({
  resourceGroup: z.string().min(1),
  containerGroupName: containerName,
  containerGroup: z.looseObject({
    location: z.string().min(1),
    osType: z.string().min(1),
    containers: z
      .array(z.looseObject({ name: z.string(), environmentVariables: z.array(variable).default([]) }))
      .min(1),
    ipAddress: z.looseObject({ ports: z.array(portSchema).default([]) }).optional(),
    tags: z.record(z.string(), z.string()).optional(),
  }),
});

type Asked = z.output<typeof bodySchema>;

const sample = {
  resourceGroup: 'acitest123',
  containerGroupName: 'cigroup',
  containerGroup: {
    location: 'eastus',
    containers: [
      {
        name: 'ciname',
        image: 'demo/server:1',
        resources: { requests: { memoryInGB: 0.5, cpu: 1 } },
        ports: [{ protocol: 'UDP', port: 7_777 }],
      },
    ],
    ipAddress: { ports: [{ protocol: 'UDP', port: 7_777 }], type: 'Public' },
    osType: 'Linux',
  },
};

/** As long as a server may live; ACICreate of the same name gives it another token. */
const tokenMs = 366 * 24 * 3_600_000;

/** Makes a container group of the name that the caller gives, with the three variables in each container. */
export function aciCreate(deps: TriggerDependencies): HttpTrigger {
  const { clock, containerOperations, fleetServers, kubernetes, secrets, settings } = deps;
  const updateCounted = countedRegions(deps);
  return call2018({
    name: 'ACICreate',
    id: 'aciCreate',
    summary: 'Create a container group, as in 2018',
    authLevel: 'function',
    refusal: `Incorrect POST Data, try something like ${JSON.stringify(sample)}`,
    async answer(written, _request, runs) {
      const { data: asked } = bodySchema.safeParse(written);
      if (!asked) return undefined;
      const { containerGroupName: name, resourceGroup } = asked;
      const existing = await containerOperations.read(name);
      if (existing) checkOwner(existing, settings.hub);
      const expiresAt = new Date(clock.now().getTime() + tokenMs);
      const token = await issueServerToken(deps.tokens, {
        fleet: groups2018,
        server: name,
        number: 1,
        expiresAt,
      });
      const candidates = await putCandidates(
        managementBody(asked, access2018(settings, { server: name, token })),
        {
          name,
          owner: { kind: 'person', id: name, hub: settings.hub },
          now: clock.now(),
          secrets: secretReader({ secrets, kubeObjects: kubernetes.objects }),
          locations: settings.locations,
          region: existing?.region,
        },
      );
      const outcome = await putGroup({ ...deps, updateCounted }, runs, existing, candidates);
      if ('message' in outcome) throw groupProblem(`create the container group "${name}"`, outcome);

      const server = newServer(asked, clock.now().toISOString());
      if ((await fleetServers.add(server)) === 'written')
        return `Created Container Group with ID ${name} and State Creating on ResourceGroup ${resourceGroup}`;
      const row = await fleetServers.read(groups2018, name);
      const state = stateOf2018(row?.server.state ?? 'creating');
      return `Did not created Container Group with ID ${name} and State Creating on ResourceGroup ${resourceGroup} as it exists with data: ${JSON.stringify({ State: state })}`;
    },
  });
}

/** The sample writes groups as the library of its time had them: what is a property of Azure's stands beside the name. */
function managementBody({ containerGroup }: Asked, access: ReturnType<typeof access2018>): object {
  const { location, tags, containers, ...properties } = containerGroup;
  const added = [
    ...Object.entries(access.environment).map(([name, value]) => ({ name, value })),
    ...Object.entries(access.secrets).map(([name, secureValue]) => ({ name, secureValue })),
  ];
  return {
    location,
    ...(tags && { tags }),
    properties: {
      ...properties,
      containers: containers.map(({ name, environmentVariables, ...container }) => ({
        name,
        properties: { ...container, environmentVariables: [...environmentVariables, ...added] },
      })),
    },
  };
}

function newServer({ containerGroupName, containerGroup }: Asked, now: string): Server {
  const { location, ipAddress } = containerGroup;
  return {
    name: containerGroupName,
    fleet: groups2018,
    number: 1,
    version: '2018',
    region: location,
    state: 'creating',
    since: { creating: now },
    ports: (ipAddress?.ports ?? []).map(({ port, protocol = 'TCP' }) => ({ port, protocol })),
    allocated: 0,
  };
}
