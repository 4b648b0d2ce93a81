import type { Caller } from '../caller.ts';
import { area, outcome } from '../scenario.ts';

/** Starts one orchestrator in several versions and notes what becomes of each. */
const versions =
  (...list: string[]) =>
  async (call: Caller) => {
    for (const version of list) {
      await call.post(`orchestrators/Version/${call.id(version)}${version && `?version=${version}`}`, 1);
    }
    await call.rest();
    for (const version of list) {
      call.see(version || '(none)', await call.status(call.id(version)));
      await call.post(`instances/${call.id(version)}/terminate`);
    }
  };

export const versioning = area('versioning', {
  none: ['without a default version only unversioned instances run', versions('', '1.0')],
  client: [
    'a version given by the client',
    async (call) => {
      await call.post(`/api/start/Version/${call.id()}?version=1.5`);
      call.see('status', await call.still());
      await call.post(`instances/${call.id()}/terminate`);
    },
  ],
  child: ['a child without a version', outcome('ChildVersion')],
});

export const versionSettings = area(
  'versionSettings',
  {
    older: [
      'older versions run, newer ones wait',
      versions('', '1.0', '1.9', '2.0', '2.0.0', '2.1', '10.0', 'abc'),
    ],
    child: ['a child gets the default version', outcome('ChildVersion')],
    childOwn: ['a child with a version of its own', outcome('ChildVersion', '1.0')],
    childNewer: [
      'a child with a newer version waits, and its parent with it',
      async (call) => {
        await call.start('ChildVersion', '3.0');
        await call.has('SubOrchestrationInstanceCreated');
        call.see('status', await call.status());
        await call.post(`instances/${call.id()}/terminate?reason=end`);
      },
    ],
    client: [
      'a version given by the client',
      async (call) => {
        await call.post(`/api/start/Version/${call.id()}?version=1.5`);
        call.see('status', await call.end());
      },
    ],
    restart: [
      'a restart as another version',
      async (call) => {
        await call.start('Version', 1);
        await call.end();
        await call.post(
          `instances/${call.id()}/restartWithOptions?newInstanceId=${call.id('new')}&version=1.5`,
        );
        call.see('status', await call.end(call.id('new')));
        const answer = await call.post(`instances/${call.id('new')}/restart`);
        call.see('again', (await call.end((answer.body as { id: string }).id)).output);
      },
    ],
    loop: [
      'continuing as new keeps the version',
      async (call) => {
        await call.post(`orchestrators/LoopAtOnce/${call.id()}?version=1.5`, 0);
        call.see('status', await call.end());
      },
    ],
  },
  'settings',
);

export const versionStrict = area(
  'versionStrict',
  { fail: ['strict matching fails what is another version', versions('', '1.0', '2.0', '2.0.0', '2.1')] },
  'strict',
);

export const versionNone = area(
  'versionNone',
  { runs: ['without matching every version runs', versions('', '1.0', '2.0', '3.0')] },
  'unversioned',
);
