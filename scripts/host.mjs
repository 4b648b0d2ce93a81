/** `npm run host -- APPDIR`: makes the checkout ready, then becomes the local Functions host's command. */
import { prepare } from './prepare.mjs';

// Neither git nor Hugo: those are for publishing sites.
prepare({ needs: [] });
await import('../dist/local/functions/host-command.js');
