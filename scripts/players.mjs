/** `npm run players`: makes the checkout ready, then becomes the program that makes players come and go. */
import { endWithParent } from './end-with-parent.mjs';
import { prepare } from './prepare.mjs';

prepare({ needs: [] });
endWithParent();
await import('../dist/samples/servers/players.js');
