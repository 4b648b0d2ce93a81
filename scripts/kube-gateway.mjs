/** `npm run kube-gateway`: makes the checkout ready, then becomes the gateway's command. */
import { endWithParent } from './end-with-parent.mjs';
import { prepare } from './prepare.mjs';

prepare({ needs: [] });
endWithParent();
await import('../dist/kube-gateway/main.js');
