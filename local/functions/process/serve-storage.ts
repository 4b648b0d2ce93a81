import type { DevelopmentStorage } from '../storage/development-storage.ts';
import type { HostProcess } from './host-keeper.ts';

/** The development storage is served from the command's process, so that it goes on when hosts come and go. */
export function serveStorageTo(
  host: HostProcess,
  storage: Pick<DevelopmentStorage, 'serve' | 'returnUnfinished'>,
): HostProcess {
  host.onMessage((message) => {
    if (message.kind === 'storageWanted')
      void storage.serve(message.services).then(() => host.send({ kind: 'storageReady' }));
  });
  host.onExit((exitCode) => {
    // One that was killed could not give back the messages that it worked on.
    if (exitCode !== 0) storage.returnUnfinished();
  });
  return host;
}
