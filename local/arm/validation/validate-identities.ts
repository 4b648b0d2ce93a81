import type { GroupBody } from '../group-model/group-body.ts';
import { invalid } from './invalid.ts';

/** Refuses identities that are none, and registries that are to be entered with nothing or with somebody else's identity. */
export function validateIdentities({ identity, properties }: GroupBody): void {
  const assigned = Object.keys(identity?.userAssignedIdentities ?? {}).map((id) => id.toLowerCase());
  const isUserAssigned = identity?.type.includes('UserAssigned') ?? false;
  if (isUserAssigned !== assigned.length > 0) {
    throw invalid(
      'InvalidIdentity',
      `The identity type '${identity?.type}' does not fit its ${assigned.length} user-assigned identities.`,
    );
  }
  const foreign = assigned.find((id) => !id.startsWith('/subscriptions/'));
  if (foreign) {
    throw invalid(
      'InvalidIdentity',
      `The identity '${foreign}' is no resource id: /subscriptions/.../userAssignedIdentities/NAME.`,
    );
  }
  for (const { server, username, password, identity: id } of properties.imageRegistryCredentials ?? []) {
    const hasPassword = Boolean(username && password);
    if (hasPassword === Boolean(id)) {
      throw invalid(
        'InvalidImageRegistryCredential',
        `The credential for registry '${server}' needs either username and password, or an identity.`,
      );
    }
    if (id && !assigned.includes(id.toLowerCase())) {
      throw invalid(
        'InvalidImageRegistryCredential',
        `The identity '${id}' for registry '${server}' is not among the user-assigned identities of the container group.`,
      );
    }
  }
}
