import { z } from 'zod';
import { containerName, secretName, variableName } from '../names.ts';

/** Linux hands a program 128 KiB of one variable, with its name of up to 63 characters. */
const mostValueBytes = 131_000;

/** No program can be given such a text. */
const withoutNul = (text: string): boolean => !text.includes('\0');
const nulIn = 'no program can be given a text with the character NUL in it';

/** Text that a program is started with; Azure takes no empty ones. */
const argument = z.string().min(1).max(32_768).refine(withoutNul, nulIn);

/** What a variable may hold. */
export const variableValue = z
  .string()
  .max(mostValueBytes)
  .refine((text) => Buffer.byteLength(text) <= mostValueBytes, `at most ${mostValueBytes} bytes`)
  .refine(withoutNul, nulIn);

const port = z.int().min(1).max(65_535);

export const portSchema = z
  .strictObject({ port, protocol: z.enum(['TCP', 'UDP']).default('TCP') })
  .meta({ id: 'Port' });

const mountSchema = z
  .strictObject({
    volume: z.string().min(1).describe("One of the group's volumes."),
    path: z
      .string()
      .regex(/^\/[^:]+$/, 'an absolute path without ":", such as /data')
      .max(4_096),
    readOnly: z.boolean().optional(),
  })
  .meta({ id: 'VolumeMount' });

const probeSchema = z
  .strictObject({
    command: z.array(argument).min(1).optional().describe('Run in the container; 0 is well.'),
    http: z
      .strictObject({ port, path: z.string().regex(/^\//, 'begins with a slash').optional() })
      .optional()
      .describe('Asked by GET; 200 to 399 is well.'),
    initialDelaySeconds: z.int().min(0).max(3_600).optional(),
    periodSeconds: z.int().min(1).max(3_600).optional(),
    failureThreshold: z.int().min(1).max(1_000).optional(),
    timeoutSeconds: z.int().min(1).max(3_600).optional(),
  })
  .refine(({ command, http }) => (command === undefined) !== (http === undefined), {
    error: 'a probe has either a "command" or "http"',
  })
  .meta({ id: 'Probe' });

const commonFields = {
  name: containerName,
  image: z
    .string()
    .regex(/^[^\s:/][^\s]*$/, 'an image, such as myregistry.azurecr.io/report:1.4')
    .max(1_024),
  command: z
    .array(argument)
    .min(1)
    .optional()
    .describe("In place of the image's own entry point, in exec form."),
  args: z
    .array(argument)
    .optional()
    .describe('Goes behind the command, without which Azure has no place for it.'),
  environment: z.record(variableName, variableValue).default({}),
  secrets: z
    .record(variableName, secretName)
    .default({})
    .describe('Variable name to the name of the secret that holds its value.'),
  mounts: z.array(mountSchema).max(100).optional(),
};

/** The steps and limits of Azure; a group may use 31 cores and 240 GB in all. */
export const sizeFields = {
  cpu: z.number().min(0.01).max(31).multipleOf(0.01),
  memoryGb: z.number().min(0.1).max(240).multipleOf(0.1),
};

export const containerSchema = z
  .strictObject({
    ...commonFields,
    cpu: sizeFields.cpu.default(1),
    memoryGb: sizeFields.memoryGb.default(1.5),
    gpu: z.strictObject({ count: z.int().min(1).max(4), sku: z.enum(['K80', 'P100', 'V100']) }).optional(),
    ports: z
      .array(portSchema)
      .max(100)
      .optional()
      .describe(
        'Open to the other containers of the group; what is reachable from outside stands at the group.',
      ),
    probes: z
      .strictObject({ liveness: probeSchema.optional(), readiness: probeSchema.optional() })
      .optional(),
    essential: z
      .boolean()
      .optional()
      .describe(
        'Whether the group has ended only when this one has, and fails with it; false for a helper beside the work.',
      ),
  })
  .meta({ id: 'ContainerSpec' });

/** A container that runs to its end before the others start. It has the whole group's size. */
export const initContainerSchema = z.strictObject(commonFields).meta({ id: 'InitContainerSpec' });

export type WrittenPort = z.output<typeof portSchema>;
export type WrittenContainer = z.output<typeof containerSchema>;
export type WrittenInitContainer = z.output<typeof initContainerSchema>;
export type WrittenProbe = z.output<typeof probeSchema>;
