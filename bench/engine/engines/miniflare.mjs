/** Cloudflare Workflows in miniflare: the workflows run in workerd and tell this process through a service binding. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Log, LogLevel, Miniflare, Response } from 'miniflare';
import { Marks } from '../app/marks.mjs';
import { inThisProcess } from './in-this-process.mjs';

const script = `
import { WorkflowEntrypoint } from 'cloudflare:workers';

const tell = (env, mark, id) => env.MARKS.fetch('http://marks/' + mark + '/' + id);

class Chain extends WorkflowEntrypoint {
  async run({ payload: { id } }, step) {
    for (let number = 0; number < 5; number++) await step.do('step-' + number, async () => number);
    await tell(this.env, 'finish', id);
  }
}

class Event extends WorkflowEntrypoint {
  async run({ payload: { id } }, step) {
    await tell(this.env, 'reach', id);
    await step.waitForEvent('wait', { type: 'go', timeout: '1 hour' });
    await tell(this.env, 'finish', id);
  }
}

class Timer extends WorkflowEntrypoint {
  async run({ payload: { id } }, step) {
    await tell(this.env, 'arm', id);
    await step.sleep('wait', 1000);
    await tell(this.env, 'finish', id);
  }
}

class FanOut extends WorkflowEntrypoint {
  async run({ payload: { id, size } }, step) {
    const steps = Array.from({ length: size }, (_, number) => step.do('step-' + number, async () => number));
    await Promise.all(steps);
    await tell(this.env, 'finish', id);
  }
}

export { Chain, Event, Timer, FanOut };

export default {
  async fetch(request, env) {
    const { call, kind, id, size } = await request.json();
    const workflow = env[kind];
    if (call === 'start') await workflow.create({ id, params: { id, size } });
    if (call === 'signal') await (await workflow.get(id)).sendEvent({ type: 'go', payload: 1 });
    if (call === 'status') return Response.json((await (await workflow.get(id)).status()).status);
    return Response.json(null);
  },
};
`;

const classNames = { chain: 'Chain', event: 'Event', timer: 'Timer', fanOut: 'FanOut' };
/** Above the largest fan-out; its default is lower. */
const stepLimit = 20_000;

export async function open({ dataDirectory }) {
  const marks = new Marks();
  const due = new Map();
  const worker = new Miniflare({
    modules: true,
    script,
    compatibilityDate: '2026-07-01',
    log: new Log(LogLevel.ERROR),
    workflowsPersist: dataDirectory,
    workflows: Object.fromEntries(
      Object.entries(classNames).map(([kind, className]) => [kind, { name: kind, className, stepLimit }]),
    ),
    serviceBindings: {
      MARKS(request) {
        const [, mark, id] = new URL(request.url).pathname.split('/');
        if (mark === 'reach') marks.reach(id);
        if (mark === 'arm' && !due.has(id)) due.set(id, Date.now() + 1_000);
        if (mark === 'finish') marks.finish(id, due.has(id) ? Date.now() - due.get(id) : null);
        return new Response();
      },
    },
  });
  await worker.ready;
  const call = async (body) => {
    const answer = await worker.dispatchFetch('http://bench/', {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${body.call} was answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    ...inThisProcess(marks),
    start: (kind, id, size) => call({ call: 'start', kind, id, size }),
    async visible(id) {
      while ((await call({ call: 'status', kind: 'chain', id })) !== 'complete') await sleep(1);
    },
    signal: (id) => call({ call: 'signal', kind: 'event', id }),
    stop: () => worker.dispose(),
  };
}
