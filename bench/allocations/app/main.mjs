/** The app's own allocations over its own adapters, without the loops of fleets: the servers of the bench have no groups. */
import { setTimeout as pause } from 'node:timers/promises';
import { app } from '@azure/functions';
import * as df from 'durable-functions';

const build = new URL('../../../dist/', import.meta.url);
const load = (file) => import(new URL(file, build).href);
const [
  { azureAdapters },
  { fleetDefinitions },
  { allocator },
  { allocationRequest },
  { allocationRelease },
  { render },
  { Secret },
  { silentTelemetry },
] = await Promise.all(
  [
    'lib/azure/azure-adapters.js',
    'lib/catalog/fleets/fleet-definitions.js',
    'lib/fleets/allocator.js',
    'triggers/fleets/allocation-request.js',
    'triggers/fleets/allocation-release.js',
    'triggers/http/render.js',
    'lib/secret.js',
    'lib/telemetry/silent-telemetry.js',
  ].map(load),
);

const clock = { now: () => new Date() };
const azure = azureAdapters({ storage: { connectionString: new Secret(process.env.BENCH_STORAGE) } }, clock);
const definitions = fleetDefinitions({
  catalogs: { fleet: async () => undefined, fleets: async () => [] },
  stored: azure.storedFleets,
  memories: azure.fleetMemories,
  locations: ['westeurope'],
});
const deps = {
  ...azure,
  allocator: allocator({ ...azure, clock, fleetDefinitions: definitions, pause }),
  clock,
  // No fleet is woken.
  runsOf: () => ({ start: async () => 'alreadyRunning', raise: async () => 'raised' }),
  ...silentTelemetry,
  settings: { publicUrl: 'http://127.0.0.1' },
};
for (const trigger of [allocationRequest(deps), allocationRelease(deps)]) {
  app.http(trigger.name, {
    methods: [trigger.method],
    route: trigger.route,
    authLevel: trigger.authLevel,
    // As the app's functions have it, whose cost belongs to the time.
    extraInputs: [df.input.durableClient()],
    handler: render(trigger, deps),
  });
}
