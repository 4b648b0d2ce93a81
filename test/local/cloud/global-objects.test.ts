import { expect, it, onTestFinished } from 'vitest';
import { startGithubApi } from '../../../local/github/start-github-api.ts';
import { startTestArm } from '../arm/support/start-test-arm.ts';

it("leaves the process's own Request and Response alone: the app's functions answer with them", async () => {
  const [request, response] = [globalThis.Request, globalThis.Response];
  const api = await startGithubApi({ port: 0, repositories: () => [] });
  onTestFinished(() => api.stop());
  await startTestArm();
  expect([globalThis.Request, globalThis.Response]).toEqual([request, response]);
});
