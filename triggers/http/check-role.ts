import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';
import { SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from './http-trigger.ts';
import { appRoleOf, includes, type Role, roleAmong } from './roles.ts';

type Checked = Pick<HttpTrigger, 'method' | 'authLevel' | 'operation' | 'takesKeysOnly'>;

/** What it takes to check who calls. */
export type RoleCheck = {
  settings: Pick<TriggerDependencies['settings'], 'access'>;
  kubernetes: Pick<TriggerDependencies['kubernetes'], 'hasAccess'>;
};

/** What App Service writes of who has signed in. It takes the header from whoever else sends it. */
const principalSchema = z.object({
  auth_typ: z.literal('aad'),
  role_typ: z.string().nullish(),
  claims: z.array(z.object({ typ: z.string(), val: z.string() })),
});

/** The role that an operation takes: who may read may do what only reads, and the rest is for operators. */
export function roleOf({ method, operation }: Pick<HttpTrigger, 'method' | 'operation'>): Role {
  return operation.role ?? (method === 'GET' ? 'read' : 'operate');
}

/** Whether a function asks for a role, where callers have some. Others take a proof of their own, or none. */
export function takesRoles({ authLevel, takesKeysOnly }: Checked): boolean {
  return authLevel === 'function' && !takesKeysOnly;
}

/**
 * Lets those through who have the role of the operation, and those with a function key, who may do everything. Throws
 * `token-missing` for who has not signed in, and `role-missing` for who may not.
 */
export async function checkRole(
  trigger: Checked,
  request: HttpRequest,
  { settings, kubernetes }: RoleCheck,
): Promise<void> {
  if (settings.access !== 'roles' || !takesRoles(trigger)) return;
  const key = request.headers.get('x-functions-key') ?? request.query.get('code');
  if (key && (await kubernetes.hasAccess(key))) return;

  const given = appRolesIn(request.headers.get('x-ms-client-principal'));
  if (!given)
    throw new SlipwayError(
      'token-missing',
      'Sign in, or send a token of Microsoft Entra, or a function key.',
    );
  const needed = roleOf(trigger);
  if (!includes(roleAmong(given), needed))
    throw new SlipwayError(
      'role-missing',
      `"${trigger.operation.summary}" takes the app role ${appRoleOf(needed)}; you have ${given.join(', ') || 'none'}.`,
      { details: { role: appRoleOf(needed) } },
    );
  // A browser sends the session along whoever wrote the page.
  if (trigger.method !== 'GET' && request.headers.get('sec-fetch-site') === 'cross-site')
    throw new SlipwayError('role-missing', 'A page of another site may not use your session.');
}

/** The app roles of who has signed in with Microsoft Entra; undefined for nobody. */
function appRolesIn(header: string | null): string[] | undefined {
  const principal = principalSchema.safeParse(decoded(header));
  if (!principal.success) return undefined;
  const { claims, role_typ: roleType } = principal.data;
  return claims.filter(({ typ }) => typ === 'roles' || typ === roleType).map(({ val }) => val);
}

function decoded(header: string | null): unknown {
  try {
    return JSON.parse(Buffer.from(header ?? '', 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}
