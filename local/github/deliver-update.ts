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

type Answer = {
  runs?: Array<{ id: string; site?: string; statusUrl?: string }>;
  title?: string;
  detail?: string;
};

/** Delivers one update of a ref as GitHub would; answers the lines that the person who pushed should read. */
export async function deliverUpdate(delivery: Delivery, update: RefUpdate): Promise<string[]> {
  const settings = await readDeliverySettings(delivery.settingsFile);
  const what = update.ref.replace(/^refs\/(heads|tags)\//, '');
  const stored = `The push to ${what} is stored.`;
  const response = settings ? await post(settings, delivery, update) : 'nobodyThere';
  if (response === 'nobodyThere') {
    return [
      `${stored} Slipway's local cloud is not running;`,
      'it publishes the push when it starts: npm start',
    ];
  }
  if (response === 'noAnswer') {
    return [
      `${stored} Slipway has not answered within ${timeoutMs / 1_000} s; its log says what became of it.`,
    ];
  }
  const answer = (await response.json().catch(() => ({}))) as Answer;
  if (!response.ok) {
    const reason = [answer.title, answer.detail].filter(Boolean).join(': ') || response.statusText;
    return [`${stored} But Slipway answered ${response.status}: ${reason}`];
  }
  const runs = answer.runs ?? [];
  if (runs.length === 0) return [`${stored} No site follows it, so nothing is published.`];
  return runs.flatMap((run) => [
    `Slipway publishes ${update.after.slice(0, 7)} to ${run.site ?? what}. Follow it:`,
    `  ${run.statusUrl ?? new URL(`/api/runs/${encodeURIComponent(run.id)}`, response.url)}`,
  ]);
}

async function post(
  settings: DeliverySettings,
  delivery: Delivery,
  update: RefUpdate,
): Promise<Response | 'nobodyThere' | 'noAnswer'> {
  const payload = JSON.stringify(await pushEvent(delivery.bareRepository, delivery.repository, update));
  try {
    return await fetch(settings.webhookUrl, {
      method: 'POST',
      body: payload,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'GitHub-Hookshot/slipway',
        'x-github-event': 'push',
        'x-github-delivery': delivery.deliveryId ?? randomUUID(),
        'x-hub-signature-256': await sign(settings.secret, payload),
      },
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    if (error instanceof TypeError) return 'nobodyThere';
    if (error instanceof Error && error.name === 'TimeoutError') return 'noAnswer';
    throw error;
  }
}
