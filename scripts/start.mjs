/** `npm start`: makes the checkout ready, then becomes the local cloud's command. */
import { prepare } from './prepare.mjs';

prepare();
await import('../dist/local/main.js');
