import { z } from 'zod';

const eventSchema = z
  .object({
    name: z.string().describe('What happened, such as Pulling, Started or Failed.'),
    message: z.string(),
    warning: z.boolean(),
    count: z.number(),
  })
  .meta({ id: 'ContainerEvent' });

const containerSchema = z
  .object({
    name: z.string(),
    state: z.enum(['waiting', 'running', 'terminated']),
    exitCode: z.number().optional(),
    detail: z.string().optional(),
    startedAt: z.string().optional(),
    finishedAt: z.string().optional(),
    restartCount: z.number(),
    events: z.array(eventSchema),
    image: z.string(),
    cpu: z.number().optional(),
    memoryGb: z.number().optional(),
  })
  .meta({ id: 'OperatedContainer' });

const portSchema = z.object({ port: z.number(), protocol: z.enum(['TCP', 'UDP']).optional() });

export const groupViewSchema = z
  .object({
    name: z.string(),
    region: z.string(),
    state: z
      .enum(['pending', 'running', 'stopped', 'succeeded', 'failed'])
      .describe('pending until its containers have started.'),
    provisioningState: z.string().describe("Azure's last operation; it says nothing of how the work ended."),
    restartPolicy: z.enum(['Never', 'OnFailure', 'Always']),
    owner: z
      .object({ kind: z.enum(['run', 'fleet', 'person']), id: z.string(), hub: z.string() })
      .optional()
      .describe('Absent for a group that no Slipway made.'),
    attempt: z.number().optional(),
    deadline: z.string().optional().describe('When the group is deleted, whatever it does.'),
    keepUntil: z.string().optional(),
    tags: z.record(z.string(), z.string()).optional().describe('Those that Slipway does not write itself.'),
    containers: z.array(containerSchema),
    initContainers: z.array(containerSchema),
    events: z.array(eventSchema),
    ip: z.string().optional(),
    fqdn: z.string().optional(),
    ports: z.array(portSchema).optional(),
    links: z.object({
      self: z.string(),
      logs: z.string(),
      start: z.string(),
      stop: z.string(),
      restart: z.string(),
      exec: z.string(),
      attach: z.string(),
    }),
  })
  .meta({ id: 'ContainerGroup' });

export const connectionSchema = z
  .object({ webSocketUri: z.string(), password: z.string() })
  .meta({ id: 'ContainerConnection' });
