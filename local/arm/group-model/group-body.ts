import { z } from 'zod';
import { ArmError } from '../server/arm-error.ts';

const environmentVariable = z.looseObject({
  name: z.string(),
  value: z.string().nullish(),
  secureValue: z.string().nullish(),
});

const port = z.looseObject({ port: z.number(), protocol: z.enum(['TCP', 'UDP']).default('TCP') });

const probe = z.looseObject({
  exec: z.looseObject({ command: z.array(z.string()).nullish() }).nullish(),
  httpGet: z
    .looseObject({
      port: z.number(),
      path: z.string().nullish(),
      scheme: z.string().nullish(),
      httpHeaders: z
        .array(z.looseObject({ name: z.string().optional(), value: z.string().optional() }))
        .nullish(),
    })
    .nullish(),
  initialDelaySeconds: z.number().nullish(),
  periodSeconds: z.number().nullish(),
  failureThreshold: z.number().nullish(),
  successThreshold: z.number().nullish(),
  timeoutSeconds: z.number().nullish(),
});

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
      .looseObject({
        requests: z.looseObject({
          cpu: z.number(),
          memoryInGB: z.number(),
          gpu: z.looseObject({ count: z.number(), sku: z.string() }).nullish(),
        }),
        limits: z.looseObject({ cpu: z.number().nullish(), memoryInGB: z.number().nullish() }).nullish(),
      })
      .optional(),
    livenessProbe: probe.nullish(),
    readinessProbe: probe.nullish(),
  }),
});

const volume = z.looseObject({
  name: z.string(),
  emptyDir: z.looseObject({}).nullish(),
  secret: z.record(z.string(), z.string()).nullish(),
  azureFile: z
    .looseObject({
      shareName: z.string(),
      storageAccountName: z.string(),
      storageAccountKey: z.string().nullish(),
      readOnly: z.boolean().nullish(),
    })
    .nullish(),
  gitRepo: z
    .looseObject({
      repository: z.string(),
      directory: z.string().nullish(),
      revision: z.string().nullish(),
    })
    .nullish(),
});

const groupProperties = z.looseObject({
  containers: z.array(container).min(1),
  initContainers: z.array(container).nullish(),
  osType: z.enum(['Linux', 'Windows']),
  restartPolicy: z.enum(['Always', 'OnFailure', 'Never']).default('Always'),
  sku: z.enum(['Standard', 'Dedicated', 'Confidential']).default('Standard'),
  priority: z.enum(['Regular', 'Spot']).default('Regular'),
  ipAddress: z
    .looseObject({
      type: z.enum(['Public', 'Private']),
      ports: z.array(port),
      dnsNameLabel: z.string().nullish(),
    })
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
    .looseObject({
      logAnalytics: z
        .looseObject({ workspaceId: z.string().optional(), workspaceKey: z.string().optional() })
        .nullish(),
    })
    .nullish(),
  subnetIds: z.array(z.looseObject({ id: z.string() })).nullish(),
  dnsConfig: z
    .looseObject({
      nameServers: z.array(z.string()).min(1),
      searchDomains: z.string().nullish(),
      options: z.string().nullish(),
    })
    .nullish(),
});

const identityTypes = ['SystemAssigned', 'UserAssigned', 'SystemAssigned, UserAssigned', 'None'] as const;

const groupBody = z.looseObject({
  location: z.string(),
  tags: z.record(z.string(), z.string()).nullish(),
  identity: z
    .looseObject({
      type: z.enum(identityTypes),
      userAssignedIdentities: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  zones: z.array(z.string()).nullish(),
  properties: groupProperties,
});

export type GroupBody = z.infer<typeof groupBody>;
export type ProbeBody = z.infer<typeof probe>;
export type VolumeBody = z.infer<typeof volume>;
export type ContainerBody = z.infer<typeof container>;

/** The body of a PUT; properties that are not known here are kept. */
export function parseGroupBody(json: unknown): GroupBody {
  return parseBody(groupBody, json);
}

/** A body that fits its schema, or a refusal that names everything that does not. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, json: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ArmError(
    400,
    'InvalidRequestContent',
    `The request content was invalid and could not be deserialized: '${problems.join('; ')}'.`,
  );
}
