import { callbackTokens } from '../../lib/callback-tokens.ts';
import { Secret } from '../../lib/secret.ts';
import { callbackTokensContract } from '../contracts/callback-tokens.ts';
import { FakeCallbackTokens, fakeClock } from '../support/fakes/fake-outside.ts';

const secret = new Secret('a secret of more than 32 characters.');

callbackTokensContract("the app's secret", (clock) => callbackTokens(secret, fakeClock(clock)));
callbackTokensContract('memory', (clock) => new FakeCallbackTokens(fakeClock(clock)));
