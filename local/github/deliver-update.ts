import { randomUUID } from 'node:crypto';
import { sign } from '@octokit/webhooks-methods';
import { type DeliverySettings, readDeliverySettings } from './delivery-settings.ts';
import { type GithubRepository, pushEvent, type RefUpdate } from './push-event.ts';

export type Delivery = {
  bareRepository: string;
  repository: GithubRepository;
  settingsFile: string;
  /** Sent again, the same delivery is recognised by the app. */
  deliveryId?: string;
};

/** The app answers as soon as it has started a run; GitHub gives up after so long, too. */
const timeoutMs = 10_000;

type StartedRun = { id: string; site?: string; links?: { self?: string } };

/** What became of a delivery; `runs` are those that it started. */
export type DeliveryOutcome =
  | { kind: 'answered'; runs: StartedRun[]; message?: string }
  | { kind: 'refused'; status: number; reason: string }
  | { kind: 'nobodyThere' }
  | { kind: 'noAnswer' };

type Answer = { runs?: StartedRun[]; message?: string; title?: string; detail?: string };

/** Delivers one update of a ref as GitHub would; answers the lines that the person who pushed should read. */
export async function deliverUpdate(delivery: Delivery, update: RefUpdate): Promise<string[]> {
  const outcome = await sendUpdate(delivery, update);
  const what = update.ref.replace(/^refs\/(heads|tags)\//, '');
  const stored = `The push to ${what} is stored.`;
  switch (outcome.kind) {
    case 'nobodyThere':
      return [
        `${stored} Slipway's local cloud is not running;`,
        'it publishes the push when it starts: npm start',
      ];
    case 'noAnswer':
      return [
        `${stored} Slipway has not answered within ${timeoutMs / 1_000} s; its log says what became of it.`,
      ];
    case 'refused':
      return [`${stored} But Slipway answered ${outcome.status}: ${outcome.reason}`];
    case 'answered':
      if (outcome.runs.length === 0)
        return [`${stored} ${outcome.message ?? 'No site follows it, so nothing is published.'}`];
      return outcome.runs.flatMap((run) => [
        `Slipway publishes ${update.after.slice(0, 7)} to ${run.site ?? what}. Follow it:`,
        `  ${run.links?.self ?? run.id}`,
      ]);
  }
}

/** Delivers one update of a ref as GitHub would. */
export async function sendUpdate(delivery: Delivery, update: RefUpdate): Promise<DeliveryOutcome> {
  const settings = await readDeliverySettings(delivery.settingsFile);
  const response = settings ? await post(settings, delivery, update) : 'nobodyThere';
  if (typeof response === 'string') return { kind: response };
  const { runs = [], message, title, detail } = (await response.json().catch(() => ({}))) as Answer;
  if (response.ok) return { kind: 'answered', runs, ...(message === undefined ? {} : { message }) };
  const reason = [title, detail].filter(Boolean).join(': ') || response.statusText;
  return { kind: 'refused', status: response.status, reason };
}

async function post(
  settings: DeliverySettings,
  delivery: Delivery,
  update: RefUpdate,
): Promise<Response | 'nobodyThere' | 'noAnswer'> {
  const payload = JSON.stringify(await pushEvent(delivery.bareRepository, delivery.repository, update));
  const { contentType = 'application/json' } = settings;
  const body = contentType === 'application/json' ? payload : `${new URLSearchParams({ payload })}`;
  try {
    return await fetch(settings.webhookUrl, {
      method: 'POST',
      body,
      headers: {
        'content-type': contentType,
        'user-agent': 'GitHub-Hookshot/slipway',
        'x-github-event': 'push',
        'x-github-delivery': delivery.deliveryId ?? randomUUID(),
        'x-hub-signature-256': await sign(settings.secret, body),
      },
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    if (error instanceof TypeError) return 'nobodyThere';
    if (error instanceof Error && error.name === 'TimeoutError') return 'noAnswer';
    throw error;
  }
}
