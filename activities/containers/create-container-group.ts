import type { ContainerSpec, SecretSource } from '../../contract/containers.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { secretSetting } from '../../lib/setting-secrets.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Time beyond the deadlines in which a container may still report and upload, and before the sweep takes its group. */
const marginSeconds = 900;

/** Idempotent: the name comes from run and attempt, so a repeated create is the same group. */
export function createContainerGroup(deps: ActivityDependencies): ActivityHandlers['createContainerGroup'] {
  const { clock, containers, documents, settings } = deps;
  return async ({ group, runId, attempt, spec, placement }) => {
    const cancellation = await documents.readCancellation(runId);
    if (cancellation) return { kind: 'cancelled', message: cancellation.reason };

    const lifeSeconds = spec.provisioningDeadlineSeconds + spec.runningDeadlineSeconds + marginSeconds;
    const expiresAt = new Date(clock.now().getTime() + lifeSeconds * 1_000);
    return containers.create({
      name: group,
      image: spec.image,
      command: spec.command,
      environment: {
        ...spec.environment,
        SLIPWAY_RUN_ID: runId,
        SLIPWAY_ATTEMPT: String(attempt),
        SLIPWAY_CALLBACK_URL: `${settings.publicUrl}/api/callbacks/${runId}`,
      },
      secrets: await revealSecrets(deps, spec, { runId, attempt, expiresAt }),
      placement,
      tags: {
        'slipway-run': runId,
        'slipway-kind': spec.kind,
        'slipway-hub': settings.hub,
        'slipway-deadline': expiresAt.toISOString(),
      },
    });
  };
}

type Claim = { runId: string; attempt: number; expiresAt: Date };

async function revealSecrets(
  deps: ActivityDependencies,
  spec: ContainerSpec,
  claim: Claim,
): Promise<Record<string, string>> {
  const entries = Object.entries(spec.secrets).map(async ([name, source]) => [
    name,
    await reveal(deps, name, source, claim),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function reveal(
  deps: ActivityDependencies,
  variable: string,
  source: SecretSource,
  claim: Claim,
): Promise<string> {
  switch (source.kind) {
    case 'callbackToken':
      return deps.tokens.issue(claim);
    case 'releaseUpload':
      return deps.releases.grantUpload(source.site, claim.expiresAt);
    case 'setting': {
      const value = deps.secrets.read(source.name);
      if (value !== undefined) return value;
      throw new SlipwayError(
        'settings-invalid',
        `The variable ${variable} needs the secret "${source.name}", which does not exist; add the setting ${secretSetting(source.name)} to the app.`,
      );
    }
  }
}
