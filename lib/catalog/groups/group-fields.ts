import { z } from 'zod';
import { containerName, regionName, secretName } from '../names.ts';
import { containerSchema, initContainerSchema, portSchema, sizeFields } from './container-fields.ts';
import { volumeSchema } from './volume-fields.ts';

const resourceId = (type: string, example: string) =>
  z.string().regex(new RegExp(`^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${type}$`, 'i'), {
    error: `a resource id, such as /subscriptions/ID/resourceGroups/GROUP/providers/${example}`,
  });

const identityId = resourceId(
  'Microsoft\\.ManagedIdentity/userAssignedIdentities/[^/]+',
  'Microsoft.ManagedIdentity/userAssignedIdentities/NAME',
);

const subnetId = resourceId(
  'Microsoft\\.Network/virtualNetworks/[^/]+/subnets/[^/]+',
  'Microsoft.Network/virtualNetworks/NETWORK/subnets/NAME',
);

const server = z
  .string()
  .regex(/^[A-Za-z0-9.-]+(?::\d+)?$/, 'the host name of a registry, such as myregistry.azurecr.io');

const registrySchema = z
  .strictObject({
    server,
    username: z.string().min(1).optional(),
    password: secretName.optional().describe('The secret that holds the password.'),
    identity: identityId.optional().describe("One of the group's identities, in place of a password."),
  })
  .refine(
    ({ username, password, identity }) =>
      identity === undefined
        ? username !== undefined && password !== undefined
        : username === undefined && password === undefined,
    { error: 'a registry has either "username" and "password" (the name of a secret), or "identity"' },
  );

const placementSchema = z.union(
  [
    regionName.transform((region) => ({ region })),
    z.strictObject({
      region: regionName,
      sizes: z
        .record(containerName, z.strictObject(sizeFields))
        .optional()
        .describe('Other sizes for containers, where the region is short of their own.'),
    }),
  ],
  {
    error:
      'a region name, such as "westeurope", or { "region", "sizes": { CONTAINER: { "cpu", "memoryGb" } } }',
  },
);

/** What people write of a container group, wherever they do: in jobs, fleets and requests. */
export const groupFields = {
  containers: z.array(containerSchema).min(1, 'name at least one container').max(60),
  initContainers: z.array(initContainerSchema).max(59).optional(),
  volumes: z.array(volumeSchema).max(20, 'Azure takes at most 20 volumes').optional(),
  ports: z
    .array(portSchema)
    .min(1)
    .max(5, 'Azure opens at most 5 ports of an address')
    .optional()
    .describe('Reachable from outside; in a subnet, from its network. None: the group has no address.'),
  dnsName: z
    .string()
    .regex(
      /^(?=.{5,63}$)[a-z][a-z0-9-]*[a-z0-9]$/i,
      'use 5 to 63 letters, digits and hyphens, a letter first',
    )
    .optional()
    .describe('The label of its public name.'),
  identities: z
    .array(identityId)
    .min(1)
    .max(20)
    .optional()
    .describe('Resource ids of user-assigned identities.'),
  registries: z.array(registrySchema).min(1).max(20).optional(),
  restartPolicy: z.enum(['Never', 'OnFailure', 'Always']).optional(),
  subnet: subnetId.optional(),
  zones: z
    .array(z.enum(['1', '2', '3']))
    .length(1, 'Azure pins a group to one zone, such as ["1"]')
    .optional(),
  priority: z.enum(['regular', 'spot']).optional(),
  logAnalytics: z.strictObject({ workspaceId: z.string().min(1), workspaceKey: secretName }).optional(),
  regions: z
    .array(placementSchema)
    .min(1)
    .max(20)
    .optional()
    .describe('Tried in order when capacity is short; the setting SLIPWAY_LOCATIONS when absent.'),
};

export type WrittenRegistry = z.output<typeof registrySchema>;
export type WrittenGroup = z.output<z.ZodObject<typeof groupFields>>;
