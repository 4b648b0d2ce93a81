/** A process that serves storage until it is killed. */
import type { StorageService } from '../../../local/storage/azurite.ts';
import { startStorage } from '../../../local/storage/start-storage.ts';

const [directory = '', service = 'blob'] = process.argv.slice(2);
const storage = await startStorage({ service: service as StorageService, port: 0, directory });
process.stdout.write(`${storage.connectionString}\n`);
