/** After `azd down`, which deletes the resource group: the roles go, too, since these belong to the subscription. */
import { az, environment, say } from './az.mjs';

const { AZURE_ENV_NAME, AZURE_SUBSCRIPTION_ID } = environment('AZURE_ENV_NAME', 'AZURE_SUBSCRIPTION_ID');
const scope = `/subscriptions/${AZURE_SUBSCRIPTION_ID}`;
const mine = az('role', 'definition', 'list', '--custom-role-only', 'true', '--scope', scope).filter(
  ({ roleName }) => roleName.startsWith('Slipway ') && roleName.endsWith(` (${AZURE_ENV_NAME})`),
);
for (const { id, name, roleName } of mine) {
  // A role that somebody has can't be deleted, even when nobody of that name exists any more.
  const held = az('role', 'assignment', 'list', '--all', '--role', name).map((assignment) => assignment.id);
  if (held.length > 0) az('role', 'assignment', 'delete', '--ids', ...held);
  az('role', 'definition', 'delete', '--name', name, '--scope', scope);
  say(`Deleted the role "${roleName}" (${id}).`);
}
