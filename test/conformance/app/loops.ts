import { later, orchestrator, samples, shown } from './support.ts';

/** Programs that continue as new. */
export function loops(): void {
  orchestrator('Loop', function* (context) {
    const { n, to } = context.df.getInput<{ n: number; to: number }>();
    context.df.setCustomStatus({ n });
    yield context.df.callActivity('Echo', n);
    if (n === to) return `looped ${n}`;
    context.df.continueAsNew({ n: n + 1, to });
    return 'ignored';
  });
  orchestrator('LoopAtOnce', function* (context) {
    const n = context.df.getInput<number>();
    if (n < 3) context.df.continueAsNew(n + 1);
    return n;
  });
  orchestrator('LoopKeepStatus', function* (context) {
    const n = context.df.getInput<number>();
    if (n === 0) context.df.setCustomStatus('first');
    yield context.df.callActivity('Echo', n);
    if (n === 0) return context.df.continueAsNew(1);
    yield context.df.waitForExternalEvent('Go');
    return n;
  });
  orchestrator('LoopInput', function* (context) {
    const input = context.df.getInput<{ next?: unknown } | undefined>();
    if (typeof input !== 'object' || input === null || !('next' in input)) return shown(input);
    const { next } = input;
    context.df.continueAsNew(next === '(none)' ? undefined : next);
  });
  orchestrator('LoopSamples', function* (context) {
    const output: Record<string, unknown> = {};
    for (const [name, next] of Object.entries(samples)) {
      output[name] = yield context.df.callSubOrchestrator('LoopInput', { next });
    }
    return output;
  });
  orchestrator('LoopEvents', function* (context) {
    const { seen } = context.df.getInput<{ seen: unknown[] } | undefined>() ?? { seen: [] };
    const all = [...seen, yield context.df.waitForExternalEvent('E')];
    if (all.length === 3) return all;
    context.df.continueAsNew({ seen: all });
  });
  orchestrator('LoopEventsSlow', function* (context) {
    const state = context.df.getInput<{ second: boolean } | undefined>();
    if (!state?.second) {
      yield context.df.callActivity('Slow', { ms: 900, value: 0 });
      context.df.continueAsNew({ second: true });
      return;
    }
    const event = context.df.waitForExternalEvent('E');
    const timer = context.df.createTimer(later(context, 2000));
    const winner: unknown = yield context.df.Task.any([event, timer]);
    if (winner === timer) return 'lost';
    timer.cancel();
    return { got: event.result };
  });
  orchestrator('LoopRace', function* (context) {
    const { n, to } = context.df.getInput<{ n: number; to: number }>();
    const timer = context.df.createTimer(later(context, 60_000));
    const event = context.df.waitForExternalEvent('E');
    yield context.df.Task.any([event, timer]);
    timer.cancel();
    context.df.setCustomStatus({ n });
    if (n < to) context.df.continueAsNew({ n: n + 1, to });
    return { n, got: event.result };
  });
  orchestrator('LoopOpenTimer', function* (context) {
    if (context.df.getInput() === 1) return 'second';
    const timer = context.df.createTimer(later(context, 2500));
    yield context.df.Task.any([timer, context.df.callActivity('Echo', 1)]);
    context.df.continueAsNew(1);
  });
  orchestrator('LoopThenThrow', function* (context) {
    if (context.df.getInput() === 1) return 'second';
    context.df.continueAsNew(1);
    throw new Error('after continueAsNew');
  });
  orchestrator('LoopThenCall', function* (context) {
    if (context.df.getInput() === 1) return 'second';
    context.df.continueAsNew(1);
    const echo: unknown = yield context.df.callActivity('Echo', 'after continueAsNew');
    return { echo };
  });
  orchestrator('LoopTwice', function* (context) {
    const input = context.df.getInput<string>();
    if (input !== 'start') return input;
    yield context.df.callActivity('Echo', 1);
    context.df.continueAsNew('first');
    context.df.continueAsNew('second');
  });
}
