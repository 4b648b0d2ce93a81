/** `npm run host -- APPDIR`: makes the checkout ready, then becomes the local Functions host's command. */
import { endWithParent } from './end-with-parent.mjs';
import { prepare } from './prepare.mjs';

// Neither git nor Hugo: those are for publishing sites.
prepare({ needs: [] });
endWithParent();
await import('../dist/local/functions/host-command.js');
