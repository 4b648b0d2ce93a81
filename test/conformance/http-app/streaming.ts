/** The same app with HTTP streaming switched on, which holds for a whole process. */
import { app } from '@azure/functions';
import { registerHttpApp } from './register.ts';

app.setup({ enableHttpStream: true });
registerHttpApp();
