import { Hono } from 'hono';
import { z } from 'zod';
import { parseBody } from '../group-model/group-body.ts';
import { readJson } from '../server/read-json.ts';
import type { ContainerAccess } from './container-access.ts';
import { groupId, groupPath } from './group-routes.ts';

const container = `${groupPath}/containers/:container`;

const size = z.int().min(1).max(10_000);
const execBody = z.looseObject({
  command: z.string().min(1),
  terminalSize: z.looseObject({ rows: size.default(24), cols: size.default(80) }).prefault({}),
});

/** The requests about one container of a group. */
export function containerRoutes(access: ContainerAccess): Hono {
  const routes = new Hono();

  routes.get(`${container}/logs`, (context) => {
    const tail = context.req.query('tail');
    const content = access.log(groupId(context), context.req.param('container')).read({
      ...(tail !== undefined && { tail: Number(tail) }),
      timestamps: context.req.query('timestamps')?.toLowerCase() === 'true',
    });
    return context.json({ content });
  });

  routes.post(`${container}/exec`, async (context) => {
    const { command, terminalSize } = parseBody(execBody, await readJson(context));
    const terminal = { rows: terminalSize.rows, columns: terminalSize.cols };
    return context.json(access.exec(groupId(context), context.req.param('container'), command, terminal));
  });

  routes.post(`${container}/attach`, (context) =>
    context.json(access.attach(groupId(context), context.req.param('container'))),
  );
  return routes;
}
