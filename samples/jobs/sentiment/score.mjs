// Scores a text with the VADER lexicon, which knows negations, boosters, capitals and emoticons.
// Input: {"text": "..."}. Output: {"label": "positive", "score": 0.6369, ...}; the score goes from -1 to 1.
import vader from 'vader-sentiment';

const longestText = 100_000;

async function readInput() {
  const { SLIPWAY_INPUT, SLIPWAY_INPUT_URL, SLIPWAY_CALLBACK_TOKEN } = process.env;
  if (SLIPWAY_INPUT !== undefined) return JSON.parse(SLIPWAY_INPUT);
  // An input that is too long for a variable is fetched.
  if (SLIPWAY_INPUT_URL === undefined) throw new Error('There is no input; give {"text": "..."}.');
  const answer = await fetch(SLIPWAY_INPUT_URL, {
    headers: { authorization: `Bearer ${SLIPWAY_CALLBACK_TOKEN}` },
  });
  if (!answer.ok) throw new Error(`The input could not be fetched: ${answer.status}.`);
  return answer.json();
}

function score(input) {
  const text = typeof input === 'string' ? input : input?.text;
  if (typeof text !== 'string' || text.trim() === '')
    throw new Error('The input has no text; give {"text": "..."}.');
  if (text.length > longestText) throw new Error(`The text has more than ${longestText} characters.`);
  const { compound, pos, neu, neg } = vader.SentimentIntensityAnalyzer.polarity_scores(text);
  const label = compound >= 0.05 ? 'positive' : compound <= -0.05 ? 'negative' : 'neutral';
  return { label, score: compound, positive: pos, neutral: neu, negative: neg };
}

/** Tells Slipway at once how it ended. Without this a poll finds out a few seconds later, and reads the last line of the log. */
async function report(end) {
  const { SLIPWAY_CALLBACK_URL, SLIPWAY_CALLBACK_TOKEN } = process.env;
  if (SLIPWAY_CALLBACK_URL === undefined) return;
  await fetch(SLIPWAY_CALLBACK_URL, {
    method: 'POST',
    headers: { authorization: `Bearer ${SLIPWAY_CALLBACK_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'ended', ...end }),
  }).catch((error) => console.error(`The report was not delivered: ${error.message}`));
}

try {
  const result = score(await readInput());
  console.log(JSON.stringify(result));
  await report({ exitCode: 0, result });
} catch (error) {
  console.error(error.message);
  await report({ exitCode: 1, message: error.message });
  process.exitCode = 1;
}
