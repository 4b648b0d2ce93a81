import type { GroupShape } from '../../contract/container-specs.ts';
import type { CallbackTokens } from '../ports/callback-tokens.ts';
import { access2018 } from './access-2018.ts';
import { issueServerToken } from './server-tokens.ts';
import { serverUrl } from './server-url.ts';

export type ServerAccess = {
  settings: { publicUrl: string; resourceGroup: string; api2018: boolean };
  tokens: CallbackTokens;
};

/** The group with what each of its containers needs to tell of its server: where, and a token for this server alone. */
export async function withServerAccess(
  { settings, tokens }: ServerAccess,
  shape: GroupShape<string>,
  { fleet, server, number, expiresAt }: { fleet: string; server: string; number: number; expiresAt: Date },
): Promise<GroupShape<string>> {
  const token = await issueServerToken(tokens, { fleet, server, number, expiresAt });
  const as2018 = settings.api2018 ? access2018(settings, { server, token }) : undefined;
  const environment = {
    ...as2018?.environment,
    SLIPWAY_FLEET: fleet,
    SLIPWAY_SERVER: server,
    SLIPWAY_SERVER_URL: serverUrl(settings.publicUrl, fleet, server),
  };
  return {
    ...shape,
    containers: shape.containers.map((container) => ({
      ...container,
      environment: { ...container.environment, ...environment },
      secrets: { ...container.secrets, ...as2018?.secrets, SLIPWAY_SERVER_TOKEN: token },
    })),
  };
}
