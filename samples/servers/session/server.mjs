// A small game server: everybody who is connected hears what everybody says. One WebSocket is one session. It reports to Slipway,
// lets nobody in once it is to go, and leaves those who play in peace until they go by themselves.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { slipwayReports } from './slipway.mjs';

const { HOST = '0.0.0.0', PORT = '7777', HEARTBEAT_SECONDS = '10', SLIPWAY_SERVER = 'alone' } = process.env;
/** Set once the server is to go: `{reason, deadline?}`. */
let notice;

const http = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ server: SLIPWAY_SERVER, players: players.clients.size, notice }));
});
const players = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 });
const tellAll = (message) => {
  for (const player of players.clients) player.send(JSON.stringify(message));
};

http.on('upgrade', (request, socket, head) => {
  if (notice) {
    socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    return;
  }
  players.handleUpgrade(request, socket, head, (player) => {
    const name = new URL(request.url, 'http://server').searchParams.get('name') ?? 'somebody';
    const countChanged = () => {
      tellAll({ players: players.clients.size });
      console.log(`${players.clients.size} playing`);
      reports.changed();
    };
    player.send(JSON.stringify({ welcome: SLIPWAY_SERVER }));
    player.on('message', (text) => tellAll({ from: name, says: text.toString() }));
    player.on('error', (error) => console.error(`${name}: ${error.message}`));
    player.on('close', countChanged);
    countChanged();
  });
});

const reports = slipwayReports({
  sessions: () => players.clients.size,
  everySeconds: Number(HEARTBEAT_SECONDS),
  onNotice(now) {
    notice = now;
    console.log(notice ? `Draining (${notice.reason}): nobody new comes in.` : 'Open again.');
    tellAll(notice ? { closing: notice } : { open: true });
  },
});

http.listen(Number(PORT), HOST, () => {
  const { address, port } = http.address();
  console.log(`Listening on ${address}:${port}`);
});

// Azure stops a container with this signal, and some seconds later for good.
process.once('SIGTERM', async () => {
  tellAll({ goodbye: SLIPWAY_SERVER });
  for (const player of players.clients) player.close(1001, 'The server ends.');
  http.close();
  await reports.stop();
  process.exit(0);
});
