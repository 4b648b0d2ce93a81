/** A process that serves storage until it is killed. */
import { type StorageOptions, startStorage } from '../../../local/storage/start-storage.ts';

const [directory = '', service = 'blob'] = process.argv.slice(2);
const storage = await startStorage({
  port: 0,
  directory,
  service: service as NonNullable<StorageOptions['service']>,
});
process.send?.(storage.connectionString);
