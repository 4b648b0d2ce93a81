import { area, ends, outcome, type Play, stays } from '../scenario.ts';

const caught = (name: string, input?: unknown): Play => ends('CallCaught', { name, input });

const noSuch = (kind: string): Play => stays('NoSuch', kind);

/** Without the history, which Azure can not show after a wrong replay. */
const fails =
  (program: string): Play =>
  async (call) => {
    await call.start(program);
    call.see('status', await call.untilAnswer(`instances/${call.id()}`, ({ status }) => status === 200));
  };

export const failures = area('failures', {
  activity: ['a failed activity can be caught', caught('Fail', { a: 1 })],
  activityEmpty: ['an error without a message', caught('FailEmpty')],
  activityJson: ['an error whose message looks like JSON', caught('FailJson')],
  activityLines: ['an error with two lines', caught('FailLines')],
  activityText: ['an activity that throws a text', caught('FailText')],
  activityObject: ['an activity that throws an object', caught('FailObject')],
  activityRejects: ['an activity whose promise is rejected', caught('Reject')],
  activityCause: ['an error with a cause', caught('FailCause')],
  activityDetailed: ['an error with properties', caught('Detailed')],
  uncaught: ['a failed activity fails the instance', ends('Uncaught', 'Fail')],
  uncaughtEmpty: ['an error without a message fails the instance', ends('Uncaught', 'FailEmpty')],
  uncaughtDetailed: ['an error with properties fails the instance', ends('Uncaught', 'Detailed')],
  uncaughtText: ['a thrown text of an activity fails the instance', ends('Uncaught', 'FailText')],
  rethrown: ['an error thrown in a handler', ends('Rethrows')],
  finally: ['the cleanup after a failure runs', ends('FinallyRuns')],
  goesOn: ['the code goes on after failures', ends('CatchesAndGoesOn')],
  bad: ['an orchestrator that throws', ends('Bad')],
  badAtOnce: ['an orchestrator that throws at its start', ends('BadAtOnce')],
  throwEmpty: ['an orchestrator that throws an error without a message', ends('ThrowEmpty')],
  throwLines: ['an orchestrator whose error has two lines', ends('ThrowLines')],
  throwText: ['an orchestrator that throws a text', ends('ThrowText')],
  throwObject: ['an orchestrator that throws an object', ends('ThrowObject')],
  throwTextLater: ['an orchestrator that throws a text after an activity', ends('ThrowTextAfterActivity')],
  throwUndefined: ['an orchestrator that throws undefined', stays('ThrowUndefined')],
  yieldsNoTask: ['an orchestrator that yields no task', stays('YieldsNoTask')],
  noActivity: ['an activity that does not exist is waited for', noSuch('activity')],
  noActivityRetry: ['the same with retries', noSuch('activityRetry')],
  noChild: ['an orchestrator that does not exist is waited for', noSuch('child')],
  noChildRetry: ['the same for a child with retries', noSuch('childRetry')],
  noEntity: ['an entity that does not exist is waited for', noSuch('entity')],
  noEntityLock: ['the lock of an entity that does not exist', noSuch('lock')],
  noEntitySignal: ['a signal to an entity that does not exist', noSuch('signal')],
  wrongKind: ['an orchestrator called as an activity', noSuch('orchestratorAsActivity')],
  noSuchInAny: ['an activity that does not exist in a race', outcome('NoSuchInAny')],
  noOrchestrator: [
    'an orchestrator that does not exist fails at its start',
    async (call) => {
      call.see('answer', await call.start('DoesNotExist', 1));
      call.see('status', await call.end());
      call.see('an activity', (await call.start('Echo', 1, call.id('activity'))).status);
      call.see('status of it', await call.end(call.id('activity')));
    },
  ],
  otherActivity: ['another activity at the replay', fails('OtherActivityOnReplay')],
  noMoreActivity: ['no activity at the replay', fails('NoActivityOnReplay')],
  timerInstead: ['a timer instead of an activity at the replay', fails('TimerOnReplay')],
  childInstead: ['a child instead of an activity at the replay', fails('ChildOnReplay')],
  moreActivities: ['one activity more at the replay does no harm', outcome('MoreOnReplay')],
  otherActivityHistory: [
    'the status with history after a wrong replay',
    async (call) => {
      await call.start('OtherActivityOnReplay');
      await call.untilAnswer(`instances/${call.id()}`, ({ status }) => status === 200);
      call.see('with history', await call.get(`instances/${call.id()}?showHistory=true`));
    },
  ],
});
