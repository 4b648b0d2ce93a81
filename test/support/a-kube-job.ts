import type { JobSpec } from 'kubernetes-types/batch/v1.js';
import type { KubeObject } from '../../contract/kube-objects.ts';
import { kubeJobRunId } from '../../lib/ids.ts';
import { jobKey } from '../../lib/kubernetes/job-objects.ts';
import { refOf } from '../../lib/kubernetes/pod-objects.ts';
import { aPodObject } from './a-pod-object.ts';
import type { TestApp } from './test-app.ts';

/** Keeps the object of a Kubernetes job, `sum` in the namespace `default`, and begins its run. */
export async function beginKubeJob(app: TestApp, spec: Partial<JobSpec>): Promise<string> {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'demo/x:1' }] } };
  const object: KubeObject = {
    ...aPodObject({}, { name: 'sum', uid: 'uid-j' }),
    apiVersion: 'batch/v1',
    kind: 'Job',
    spec: { template, ...spec },
  };
  await app.kubeObjects.create(jobKey(refOf(object)), object);
  return app.begin('runKubeJob', { job: refOf(object) }, kubeJobRunId('uid-j'));
}
