/** `npm start`: makes the checkout ready, then becomes the local cloud's command. */
import { endWithParent } from './end-with-parent.mjs';
import { prepare } from './prepare.mjs';

prepare();
endWithParent();
await import('../dist/local/main.js');
