/**
 * How long an answer is followed, in milliseconds; whoever wants more asks again. A client that has left is noticed by nobody, and
 * an invocation that reaches the `functionTimeout` of host.json (10 minutes) takes its whole process with it.
 */
export const longestFollowMs = 9 * 60_000;
