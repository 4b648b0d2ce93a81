/** The app as a Functions host loads it. */
import { registerApp } from './register.ts';

registerApp();
