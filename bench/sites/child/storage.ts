/** A process that serves storage until it is killed. */
import { startStorage } from '../../../local/storage/start-storage.ts';

const [directory = ''] = process.argv.slice(2);
const storage = await startStorage({ port: 0, directory });
process.send?.(storage.connectionString);
