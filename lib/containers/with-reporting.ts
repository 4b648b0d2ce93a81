import type { ContainerSpec, GroupShape } from '../../contract/container-specs.ts';
import type { CallbackClaim, CallbackTokens } from '../ports/callback-tokens.ts';

/**
 * The group with what its essential containers need to report, each with a token of its own. Helpers beside them get none: they
 * decide nothing. Where the input is read from the app, init containers may read it too.
 */
export async function withReporting(
  { settings, tokens }: { settings: { publicUrl: string }; tokens: CallbackTokens },
  shape: GroupShape<string>,
  claim: Omit<CallbackClaim, 'container'>,
): Promise<GroupShape<string>> {
  const callbackUrl = `${settings.publicUrl}/api/callbacks/${claim.runId}`;
  const given = {
    SLIPWAY_RUN_ID: claim.runId,
    SLIPWAY_ATTEMPT: String(claim.attempt),
    SLIPWAY_CALLBACK_URL: callbackUrl,
    ...(claim.input === undefined ? {} : { SLIPWAY_INPUT_URL: `${callbackUrl}/input` }),
  };
  const reporting = async <Container extends Pick<ContainerSpec<string>, 'name' | 'environment' | 'secrets'>>(
    container: Container,
  ): Promise<Container> => ({
    ...container,
    environment: { ...container.environment, ...given },
    secrets: {
      ...container.secrets,
      SLIPWAY_CALLBACK_TOKEN: await tokens.issue({ ...claim, container: container.name }),
    },
  });
  const { initContainers } = shape;
  return {
    ...shape,
    containers: await Promise.all(
      shape.containers.map((container) => (container.essential === false ? container : reporting(container))),
    ),
    ...(initContainers &&
      claim.input !== undefined && { initContainers: await Promise.all(initContainers.map(reporting)) }),
  };
}
