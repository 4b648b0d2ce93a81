// How a server speaks with Slipway: it tells how many sessions it has and reads in the answer whether it is to go. Needs nothing
// but Node, so that it can be copied into a server of your own.

/**
 * Tells `sessions()` every `everySeconds`, and at once after `changed()`. `onNotice` is called with the notice when the server is to
 * go, such as {"reason": "scaleDown", "deadline": "2026-01-01T12:00:00Z"}, and with undefined when it may stay after all.
 * Without Slipway around it, it does nothing.
 */
export function slipwayReports({ sessions, onNotice, everySeconds = 10 }) {
  const { SLIPWAY_SERVER_URL: url, SLIPWAY_SERVER_TOKEN: token } = process.env;
  if (url === undefined) return { changed() {}, async stop() {} };

  let notice;
  /** The report under way, and whether another one is due after it: two at once could arrive in the wrong order. */
  let underWay;
  let isDue = false;

  async function report() {
    const answer = await fetch(`${url}/heartbeat`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sessions: sessions() }),
      signal: AbortSignal.timeout(5_000),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    const drain = (await answer.json()).drain ?? undefined;
    if ((drain === undefined) !== (notice === undefined)) onNotice(drain);
    notice = drain;
  }

  function changed() {
    isDue = true;
    underWay ??= reportWhileDue().finally(() => {
      underWay = undefined;
    });
  }

  async function reportWhileDue() {
    while (isDue) {
      isDue = false;
      // One that is lost is made good by the next.
      await report().catch((error) => console.error(`Slipway was not told: ${error.message}`));
    }
  }

  const timer = setInterval(changed, everySeconds * 1000);
  changed();
  return {
    changed,
    /** After the report that is under way, if there is one. */
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
