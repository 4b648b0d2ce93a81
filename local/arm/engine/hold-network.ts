/**
 * The program of the container that holds a group's network, as the pause container of a pod does. What the app says to containers
 * names 127.0.0.1, where the local cloud listens: in the group's network it listens there, too, and hands each connection to the
 * cloud through a socket in a directory that both see. So nothing of the cloud listens on anything but loopback, and every address
 * is the same inside and outside.
 *
 * It is handed to `node -e` as source text, so it may use nothing from outside its own body.
 */
export function holdNetwork(require: NodeJS.Require): void {
  const net = require('node:net') as typeof import('node:net');
  const [directory = '', ...ports] = process.argv.slice(1);

  const forward = (port: string): Promise<void> =>
    new Promise((resolve) => {
      const server = net.createServer({ allowHalfOpen: true }, (inside) => {
        const outside = net.connect({ path: `${directory}/${port}`, allowHalfOpen: true });
        inside.pipe(outside).pipe(inside);
        inside.on('error', () => outside.destroy());
        outside.on('error', () => inside.destroy());
      });
      server.listen(Number(port), '127.0.0.1', resolve);
    });

  // The first process of a container gets no signal that it does not ask for.
  process.on('SIGTERM', () => process.exit());
  // Its input ends with the connection that started it; without ports nothing else would keep it.
  setInterval(() => {}, 2 ** 30);
  Promise.all(ports.map(forward)).then(() => process.stdout.write('ready\n'));
}
