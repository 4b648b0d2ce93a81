import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the samples, beside the build. */
const samplesFolder = fileURLToPath(new URL('../../../samples', import.meta.url));

/** The images of the samples: the very programs that their Dockerfiles hold. */
export function sampleImages(samples = samplesFolder) {
  const sentiment = join(samples, 'jobs/sentiment');
  const session = join(samples, 'servers/session');
  return {
    'slipway/sentiment:1': { command: [process.execPath, join(sentiment, 'score.mjs')], build: sentiment },
    'slipway/session-server:1': {
      command: [process.execPath, join(session, 'server.mjs')],
      environment: { HOST: '{ipAddress}' },
      build: session,
    },
    // Debian's game servers, as they are. On Azure they listen on any address; here many share a machine.
    'slipway/teeworlds:1': {
      command: [
        '/usr/games/teeworlds-server',
        'bindaddr {ipAddress}',
        'sv_register 0',
        'sv_max_clients_per_ip 16',
      ],
      build: join(samples, 'servers/teeworlds'),
    },
    'slipway/openarena:1': {
      command: [
        '/usr/games/openarena-server',
        ...['+set', 'net_ip', '{ipAddress}'],
        ...['+set', 'dedicated', '1'],
        ...['+set', 'ttycon', '0'],
        ...['+set', 'net_enabled', '1'],
        ...['+set', 'sv_pure', '0'],
        ...['+map', 'oa_dm1'],
      ],
      build: join(samples, 'servers/openarena'),
    },
  };
}
