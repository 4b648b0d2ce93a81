import type { GroupShape } from '../../contract/container-specs.ts';
import type { CallbackClaim, CallbackTokens } from '../ports/callback-tokens.ts';

/** The group with what its essential containers need to report. Helpers beside them get no token: they decide nothing. */
export async function withReporting(
  { settings, tokens }: { settings: { publicUrl: string }; tokens: CallbackTokens },
  shape: GroupShape<string>,
  claim: CallbackClaim,
): Promise<GroupShape<string>> {
  const token = await tokens.issue(claim);
  const environment = {
    SLIPWAY_RUN_ID: claim.runId,
    SLIPWAY_ATTEMPT: String(claim.attempt),
    SLIPWAY_CALLBACK_URL: `${settings.publicUrl}/api/callbacks/${claim.runId}`,
  };
  return {
    ...shape,
    containers: shape.containers.map((container) =>
      container.essential === false
        ? container
        : {
            ...container,
            environment: { ...container.environment, ...environment },
            secrets: { ...container.secrets, SLIPWAY_CALLBACK_TOKEN: token },
          },
    ),
  };
}
