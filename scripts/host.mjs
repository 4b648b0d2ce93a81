/** `npm run host -- APPDIR`: makes the checkout ready, then becomes the local Functions host's command. */
import { endWithParent } from './end-with-parent.mjs';
import { prepare } from './prepare.mjs';

prepare();
endWithParent();
await import('../dist/local/functions/host-command.js');
