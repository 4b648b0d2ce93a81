import type { HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import type { ConnectOutcome } from '../../contract/container-operations.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import type { Operation } from '../http/operation.ts';
import { readJson, readOptionalJson } from '../http/read-body.ts';
import { connectionSchema } from '../views/group-view-schema.ts';
import { containerOf, groupOfRequest, unknownGroup } from './group-of-request.ts';
import { groupProblem } from './group-problem.ts';

const container = z.string().min(1).optional().describe('Where the group has several.');

const execBody = z.strictObject({
  container,
  command: z
    .string()
    .regex(/^\S+$/, 'Azure takes one program without arguments, such as /bin/sh; type the rest into it')
    .describe('One program, without arguments.'),
  rows: z.int().min(1).max(1_000).default(24),
  columns: z.int().min(1).max(1_000).default(80),
});

const attachBody = z.strictObject({ container });

const common = {
  tag: 'Container groups',
  visibility: 'advanced',
  answers: {
    200: {
      description: 'A WebSocket of Azure, for which the password is the first text to send.',
      json: connectionSchema,
    },
  },
  problems: ['group-unknown', 'container-unknown', 'container-not-ready', 'azure-throttled'],
} as const satisfies Partial<Operation>;

/** Starts a program in a container. The caller talks to Azure itself: a Functions app can take no WebSocket. */
export function containerGroupExec(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'containerGroupExec',
    method: 'POST',
    route: 'container-groups/{name}/exec',
    authLevel: 'function',
    operation: {
      ...common,
      id: 'execInContainerGroup',
      summary: 'Start a program in a container',
      body: execBody,
    },
    async handle(request) {
      const { container: wanted, ...options } = await readJson(request, execBody);
      const group = await groupOfRequest(deps, request);
      const name = containerOf(group, wanted);
      return connected(group.name, name, await deps.containerOperations.exec(group.name, name, options));
    },
  };
}

/** Connects with what a container runs. */
export function containerGroupAttach(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'containerGroupAttach',
    method: 'POST',
    route: 'container-groups/{name}/attach',
    authLevel: 'function',
    operation: {
      ...common,
      id: 'attachToContainerGroup',
      summary: 'Attach to a container',
      body: attachBody,
      bodyIsOptional: true,
    },
    async handle(request) {
      const { container: wanted } = await readOptionalJson(request, attachBody);
      const group = await groupOfRequest(deps, request);
      const name = containerOf(group, wanted);
      return connected(group.name, name, await deps.containerOperations.attach(group.name, name));
    },
  };
}

function connected(group: string, name: string, outcome: ConnectOutcome): HttpResponseInit {
  switch (outcome.kind) {
    case 'open': {
      const { webSocketUri, password } = outcome;
      return { status: 200, headers: { 'cache-control': 'no-store' }, jsonBody: { webSocketUri, password } };
    }
    case 'absent':
      throw unknownGroup(group);
    case 'throttled':
      throw groupProblem(`connect with the container "${name}" of "${group}"`, outcome);
    case 'refused':
      throw new SlipwayError(
        'container-not-ready',
        `The container "${name}" of "${group}" takes no connection: ${outcome.message} It takes one while it runs.`,
      );
  }
}
