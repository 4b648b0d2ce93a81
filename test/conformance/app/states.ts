import { orchestrator, shown } from './support.ts';

/** The orchestrators whose second run takes another way, by instance. */
const ranBefore = new Set<string>();

function isFirstRun(instanceId: string): boolean {
  const isFirst = !ranBefore.has(instanceId);
  ranBefore.add(instanceId);
  return isFirst;
}

/** Programs about status, outputs, versions and replays. */
export function states(): void {
  orchestrator('Nothing', function* () {});
  orchestrator('EchoInput', function* (context) {
    return shown(context.df.getInput());
  });
  orchestrator('Output', function* (context) {
    switch (context.df.getInput<string>()) {
      case 'date':
        return new Date(0);
      case 'undefined':
        return undefined;
      case 'null':
        return null;
      case 'jsonText':
        return '{"a":1}';
      case 'big':
        return 'x'.repeat(200_000);
      case 'map':
        return new Map([['a', 1]]);
      case 'nested':
        return { undefinedIsLeftOut: undefined, nan: Number.NaN, date: new Date(0) };
      default:
        return context.df.getInput();
    }
  });
  orchestrator('Status', function* (context) {
    context.df.setCustomStatus({ step: 1 });
    yield context.df.callActivity('Echo', 1);
    yield context.df.waitForExternalEvent('Go');
    context.df.setCustomStatus('step 2');
    yield context.df.callActivity('Echo', 2);
    return 'done';
  });
  orchestrator('SetStatus', function* (context) {
    for (const value of context.df.getInput<unknown[]>()) {
      context.df.setCustomStatus(value);
      yield context.df.callActivity('Echo', 1);
    }
    return 'done';
  });
  orchestrator('StatusOfSize', function* (context) {
    context.df.setCustomStatus('x'.repeat(context.df.getInput<number>()));
    yield context.df.callActivity('Echo', 1);
    return 'done';
  });
  orchestrator('StatusThenFail', function* (context) {
    context.df.setCustomStatus('before');
    yield context.df.callActivity('Echo', 1);
    throw new Error('after status');
  });
  orchestrator('StatusSuspended', function* (context) {
    context.df.setCustomStatus('waiting');
    yield context.df.waitForExternalEvent('Go');
    context.df.setCustomStatus('gone');
    yield context.df.callActivity('Echo', 1);
    return 'done';
  });
  orchestrator('Version', function* (context) {
    return context.df.version ?? null;
  });
  orchestrator('ChildVersion', function* (context) {
    return yield context.df.callSubOrchestrator(
      'Version',
      null,
      undefined,
      context.df.getInput<string | undefined>(),
    );
  });
  orchestrator('Replays', function* (context) {
    const seen = [context.df.isReplaying];
    for (let n = 0; n < 2; n++) {
      yield context.df.callActivity('Echo', n);
      seen.push(context.df.isReplaying);
    }
    return seen;
  });
  orchestrator('Guids', function* (context) {
    const [a, b] = [context.df.newGuid('x'), context.df.newGuid('x')];
    const again: unknown = yield context.df.callActivity('Echo', a);
    return { areDifferent: a !== b, isStable: again === a, version: a[14] };
  });
  orchestrator('Clock', function* (context) {
    const before = context.df.currentUtcDateTime;
    const again = context.df.currentUtcDateTime;
    yield context.df.callActivity('Slow', { ms: 20, value: 0 });
    const after = context.df.currentUtcDateTime;
    return { standsStill: before.getTime() === again.getTime(), moves: after.getTime() > before.getTime() };
  });
  orchestrator('OtherActivityOnReplay', function* (context) {
    const name = isFirstRun(context.df.instanceId) ? 'Echo' : 'Hello';
    yield context.df.callActivity(name, 1);
    return 'done';
  });
  orchestrator('NoActivityOnReplay', function* (context) {
    if (isFirstRun(context.df.instanceId)) yield context.df.callActivity('Echo', 1);
    return 'done';
  });
  orchestrator('TimerOnReplay', function* (context) {
    if (isFirstRun(context.df.instanceId)) yield context.df.callActivity('Echo', 1);
    else yield context.df.createTimer(new Date(0));
    return 'done';
  });
  orchestrator('ChildOnReplay', function* (context) {
    if (isFirstRun(context.df.instanceId)) yield context.df.callActivity('Echo', 1);
    else yield context.df.callSubOrchestrator('Nothing');
    return 'done';
  });
  orchestrator('MoreOnReplay', function* (context) {
    const isFirst = isFirstRun(context.df.instanceId);
    yield context.df.callActivity('Echo', 1);
    if (!isFirst) yield context.df.callActivity('Echo', 2);
    return 'done';
  });
}
