/** `npm run host -- APPDIR`: makes the checkout ready, then becomes the local Functions host's command. */
import { prepare } from './prepare.mjs';

prepare();
await import('../dist/local/functions/host-command.js');
