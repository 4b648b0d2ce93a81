/** The app of the Functions host's scenarios, as any host can load it. */
import { registerHttpApp } from './register.ts';

registerHttpApp();
