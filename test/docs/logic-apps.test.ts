import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { HttpTrigger } from '../../triggers/http/http-trigger.ts';
import { httpTriggers, type TriggerDependencies } from '../../triggers/index.ts';

const triggers = httpTriggers({ settings: {} } as TriggerDependencies);
const shown = triggers.filter(({ operation }) => operation.visibility !== 'internal');

type Action = {
  type: string;
  inputs?: {
    method?: string;
    path?: string;
    queries?: Record<string, unknown>;
    headers?: Record<string, unknown>;
    body?: unknown;
  };
  runAfter?: Record<string, string[]>;
  limit?: { count: number; timeout: string };
  operationOptions?: string;
  actions?: Actions;
  else?: { actions: Actions };
};
type Actions = Record<string, Action>;
type Workflow = {
  definition: {
    $schema: string;
    parameters: Record<string, { type: string }>;
    triggers: Record<string, { type: string; kind?: string }>;
    actions: Actions;
  };
  parameters: { $connections: { value: Record<string, { connectionId: string }> } };
};

const statuses = ['Succeeded', 'Failed', 'Skipped', 'TimedOut'];

/** Every list of actions, at every depth. */
function scopesOf(actions: Actions): Actions[] {
  const inner = Object.values(actions).flatMap((action) => [
    ...(action.actions ? scopesOf(action.actions) : []),
    ...(action.else ? scopesOf(action.else.actions) : []),
  ]);
  return [actions, ...inner];
}

function allOf(workflow: Workflow): Array<[string, Action]> {
  return scopesOf(workflow.definition.actions).flatMap((scope) => Object.entries(scope));
}

/** The function that a call of the connector reaches: placeholders stand where the workflow has expressions. */
function calledBy({ inputs = {} }: Action): HttpTrigger | undefined {
  const path = inputs.path?.replace(/@\{[^}]*\}/g, 'x');
  return triggers.find(
    ({ method, route }) =>
      method.toLowerCase() === inputs.method &&
      new RegExp(`^/${route.replace(/\{\w+\}/g, '[^/]+')}$`).test(path ?? ''),
  );
}

/** A value with its expressions as what they could give: of a text, a name that fits everywhere. */
function filledIn(value: unknown): unknown {
  if (typeof value === 'string')
    return value.startsWith('@') ? (/after/.test(value) ? 'a'.repeat(40) : 'x') : value;
  if (Array.isArray(value)) return value.map(filledIn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filledIn(each)]));
}

describe.each(['run-container', 'publish-site'])('the workflow %s', (name) => {
  const workflow = JSON.parse(readFileSync(`samples/logic-apps/${name}.json`, 'utf8')) as Workflow;

  test('is a whole definition, which a webhook starts', () => {
    const { definition, parameters } = workflow;
    expect(definition.$schema).toMatch(/Microsoft\.Logic\/schemas\/2016-06-01\/workflowdefinition\.json#$/);
    expect(definition.parameters.$connections).toMatchObject({ type: 'Object' });
    expect(Object.values(definition.triggers)).toMatchObject([{ type: 'Request', kind: 'Http' }]);
    expect(parameters.$connections.value.slipway?.connectionId).toContain('Microsoft.Web/connections');
  });

  test('has actions that follow each other without a circle', () => {
    for (const scope of scopesOf(workflow.definition.actions)) {
      const done = new Set<string>();
      for (let left = Object.keys(scope); left.length > 0; ) {
        const next = left.filter((action) =>
          Object.keys(scope[action]?.runAfter ?? {}).every((before) => done.has(before)),
        );
        expect(next, `of ${left} none can begin`).not.toEqual([]);
        for (const action of next) done.add(action);
        left = left.filter((action) => !done.has(action));
      }
      for (const { runAfter = {} } of Object.values(scope)) {
        for (const after of Object.values(runAfter)) expect(statuses).toEqual(expect.arrayContaining(after));
      }
    }
  });

  test('names only actions, parameters and trigger values that it has', () => {
    const text = JSON.stringify(workflow.definition);
    const actions = new Set(allOf(workflow).map(([action]) => action));
    const named = [...text.matchAll(/(?:body|outputs)\('(\w+)'\)/g)].map(([, action]) => action ?? '');
    expect(named.filter((action) => !actions.has(action))).toEqual([]);
    const parameters = [...text.matchAll(/parameters\('([$\w]+)'\)/g)].map(([, parameter]) => parameter);
    expect(Object.keys(workflow.definition.parameters)).toEqual(expect.arrayContaining(parameters));
  });

  test('calls the connector with what its operations take', () => {
    const calls = allOf(workflow).filter(([, { type }]) => type === 'ApiConnection');
    expect(calls.length).toBeGreaterThan(1);
    for (const [action, call] of calls) {
      const operation = calledBy(call)?.operation;
      expect(operation, action).toBeDefined();
      const { body, queries = {}, headers = {} } = call.inputs ?? {};
      if (body !== undefined)
        expect(operation?.body?.safeParse(filledIn(body)), action).toMatchObject({ success: true });
      if (operation?.query)
        expect(operation.query.safeParse(queries), action).toMatchObject({ success: true });
      else expect(queries, action).toEqual({});
      expect(Object.keys(operation?.headers?.shape ?? {})).toEqual(
        expect.arrayContaining(Object.keys(headers)),
      );
      if (operation?.answers[202]) expect(call.operationOptions, action).toBe('DisableAsyncPattern');
    }
  });

  test('waits no longer than a limit', () => {
    const loops = allOf(workflow).filter(([, { type }]) => type === 'Until');
    expect(loops).toHaveLength(1);
    for (const [, { limit }] of loops) {
      expect(limit?.count).toBeGreaterThan(0);
      expect(limit?.timeout).toMatch(/^PT\d+H$/);
    }
  });
});

test('the pipeline deletes its group however it ended', () => {
  const { definition } = JSON.parse(
    readFileSync('samples/logic-apps/run-container.json', 'utf8'),
  ) as Workflow;
  expect(definition.actions.Delete_container_group?.runAfter?.Get_log?.sort()).toEqual(statuses.toSorted());
});

test('the list of actions in docs/logic-apps.md has every operation that a designer shows, and no other', () => {
  const text = readFileSync('docs/logic-apps.md', 'utf8');
  const [, table = ''] = /^## Its actions$(.*?)^The smallest/ms.exec(text) ?? [];
  const listed = [...table.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, id]) => id),
  );
  expect(listed.sort()).toEqual(shown.map(({ operation }) => operation.id).sort());
});

test('docs/coming-from.md names only operations that there are', () => {
  const text = readFileSync('docs/coming-from.md', 'utf8');
  const [, section = ''] = /^## The Logic Apps connector$(.*?)(?=^## |(?![\s\S]))/ms.exec(text) ?? [];
  const named = [...section.matchAll(/`([a-z]+[A-Z]\w+)`/g)].map(([, id]) => id);
  const ids: unknown[] = [...triggers.map(({ operation }) => operation.id), 'deadlineMinutes'];
  expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  expect(named.length).toBeGreaterThan(10);
});
