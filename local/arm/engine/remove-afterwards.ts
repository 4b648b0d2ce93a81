/**
 * The program of a process that outlives the emulator by a moment: however that ends, the channel between them closes, and what its
 * containers are known by is then removed. Without it the containers of a cloud that was killed would run on until the next start.
 *
 * It is handed to `node -e` as source text, so it may use nothing from outside its own body.
 */
export function removeAfterwards(require: NodeJS.Require): void {
  const http = require('node:http') as typeof import('node:http');
  const [socketPath = '', label = ''] = process.argv.slice(1);
  /** Containers that share the network of another go before it; more rounds than two mean that the engine is in trouble. */
  const rounds = 10;

  const call = (method: string, path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const asked = http.request({ socketPath, method, path, headers: { host: 'engine' } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.once('end', () => resolve(text));
      });
      asked.once('error', reject).end();
    });
  const remove = async (): Promise<void> => {
    const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
    for (let round = 0; round < rounds; round++) {
      const containers = JSON.parse(await call('GET', `/containers/json?all=true&filters=${filters}`));
      if (containers.length === 0) return;
      await Promise.all(
        containers.map(({ Id }: { Id: string }) => call('DELETE', `/containers/${Id}?force=true&v=true`)),
      );
    }
  };

  process.title = 'slipway-containers';
  const end = (): void => void remove().finally(() => process.exit());
  process.on('disconnect', end);
  // The emulator may have gone before the line above that listens for it.
  if (!process.connected) end();
}
