import { z } from 'zod';
import { ArmError } from '../server/arm-error.ts';

const environmentVariable = z.looseObject({
  name: z.string(),
  value: z.string().nullish(),
  secureValue: z.string().nullish(),
});

const port = z.looseObject({ port: z.number(), protocol: z.string().optional() });

const container = z.looseObject({
  name: z.string(),
  properties: z.looseObject({
    image: z.string(),
    command: z.array(z.string()).nullish(),
    environmentVariables: z.array(environmentVariable).nullish(),
    ports: z.array(port).nullish(),
    volumeMounts: z
      .array(z.looseObject({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().nullish() }))
      .nullish(),
    resources: z
      .looseObject({ requests: z.looseObject({ cpu: z.number(), memoryInGB: z.number() }) })
      .optional(),
  }),
});

const volume = z.looseObject({
  name: z.string(),
  emptyDir: z.unknown().optional(),
  secret: z.record(z.string(), z.string()).nullish(),
});

const groupProperties = z.looseObject({
  containers: z.array(container).min(1),
  initContainers: z.array(container).nullish(),
  osType: z.enum(['Linux', 'Windows']),
  restartPolicy: z.enum(['Always', 'OnFailure', 'Never']).default('Always'),
  sku: z.string().default('Standard'),
  ipAddress: z
    .looseObject({ type: z.string(), ports: z.array(port), dnsNameLabel: z.string().nullish() })
    .nullish(),
  imageRegistryCredentials: z
    .array(
      z.looseObject({
        server: z.string(),
        username: z.string().optional(),
        password: z.string().optional(),
        identity: z.string().optional(),
      }),
    )
    .nullish(),
  volumes: z.array(volume).nullish(),
  diagnostics: z
    .looseObject({ logAnalytics: z.looseObject({ workspaceId: z.string() }).nullish() })
    .nullish(),
});

const groupBody = z.looseObject({
  location: z.string(),
  tags: z.record(z.string(), z.string()).nullish(),
  identity: z
    .looseObject({ type: z.string(), userAssignedIdentities: z.record(z.string(), z.unknown()).nullish() })
    .nullish(),
  zones: z.array(z.string()).nullish(),
  properties: groupProperties,
});

export type GroupBody = z.infer<typeof groupBody>;
export type GroupProperties = z.infer<typeof groupProperties>;
export type ContainerBody = z.infer<typeof container>;

/** The body of a PUT; properties that are not known here are kept. */
export function parseGroupBody(json: unknown): GroupBody {
  const parsed = groupBody.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ArmError(
    400,
    'InvalidRequestContent',
    `The request content was invalid and could not be deserialized: '${problems.join('; ')}'.`,
  );
}
