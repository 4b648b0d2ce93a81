import { randomUUID } from 'node:crypto';
import { app } from '@azure/functions';
import { expect, onTestFinished, test } from 'vitest';
import { functionKeyAccess } from '../../../lib/http/function-key-access.ts';
import { silentTelemetry } from '../../../lib/telemetry/silent-telemetry.ts';
import { systemClock } from '../../../local/clock.ts';
import { startFunctionsHost } from '../../../local/functions/index.ts';
import type { TriggerDependencies } from '../../../triggers/dependencies.ts';
import { render } from '../../../triggers/http/render.ts';
import { kubernetesAccess } from '../../../triggers/kubernetes/kubernetes-access.ts';
import { kubernetesApi, kubernetesApiFunction } from '../../../triggers/kubernetes/kubernetes-api.ts';
import { FakeKubeObjects } from '../../support/fakes/fake-kube-objects.ts';
import { FakeKubeWorkloads } from '../../support/fakes/fake-kube-workloads.ts';
import { FakeRuns } from '../../support/fakes/fake-runs.ts';

const clock = { now: () => new Date() };

/** The API on a host that checks keys, or does not; the app asks that host itself. */
async function aHost(enforceKeys: boolean) {
  let origin = '';
  const hasAccess = (token: string | undefined) => functionKeyAccess(origin, clock)(token);
  const runsOf = () => new FakeRuns();
  const { tracing } = silentTelemetry;
  const host = await startFunctionsHost({
    app: {
      register() {
        const { name, method, route, authLevel, ...trigger } = kubernetesAccess();
        app.http(name, {
          methods: [method],
          route,
          authLevel,
          handler: render(
            { name, method, route, authLevel, ...trigger },
            { runsOf, tracing, settings: { access: 'keys' }, kubernetes: { hasAccess } },
          ),
        });
        const deps = {
          clock,
          newId: randomUUID,
          settings: { publicUrl: 'http://127.0.0.1:1', hub: 'test' },
          version: '1.2.3',
          runsOf,
          tracing,
          pause: async () => {},
          kubernetes: { objects: new FakeKubeObjects(), workloads: new FakeKubeWorkloads(), hasAccess },
        };
        const { name: api, ...options } = kubernetesApiFunction;
        app.http(api, { ...options, handler: kubernetesApi(deps as unknown as TriggerDependencies) });
      },
    },
    port: 0,
    clock: systemClock,
    enforceKeys,
  });
  onTestFinished(() => host.stop());
  origin = host.origin;
  const status = async (headers: Record<string, string> = {}) =>
    (await fetch(`${origin}/api/k8s/api/v1/namespaces`, { headers })).status;
  return { host, status };
}

test('where the host checks keys, a bearer token is a function key of the app, or refused', async () => {
  const { host, status } = await aHost(true);
  const key = host.keys.functionKeys.default ?? '';
  expect(key).not.toBe('');
  expect(await status()).toBe(401);
  expect(await status({ authorization: 'Bearer wrong' })).toBe(401);
  expect(await status({ authorization: `Bearer ${key}` })).toBe(200);
});

test('where it does not, as on one’s own machine, no token is needed', async () => {
  const { status } = await aHost(false);
  expect(await status()).toBe(200);
});
