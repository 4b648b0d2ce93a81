import type { Status } from 'kubernetes-types/meta/v1.js';
import type { KubeObject } from '../../contract/kube-objects.ts';
import { apiVersionOf, type KubeResource } from '../../lib/kubernetes/kube-resources.ts';
import { type IncludeObject, metadataOnly, tableOf } from '../../lib/kubernetes/tables/table-of.ts';

/** In which form objects are asked for. */
export type AnswerForm = { as: 'object' | 'table' | 'metadata'; include: IncludeObject };

/** The first form of the Accept header that there is. */
export function answerForm(request: Request): AnswerForm {
  const include = new URL(request.url).searchParams.get('includeObject');
  const accepted = (request.headers.get('accept') ?? '').split(',').map((each) => each.replace(/\s/g, ''));
  const first = accepted.find((each) => each.startsWith('application/json') || each === '*/*') ?? '';
  const as = /;as=(\w+)/.exec(first)?.[1] ?? '';
  return {
    as: as === 'Table' ? 'table' : as.startsWith('PartialObjectMetadata') ? 'metadata' : 'object',
    include: include === 'Object' || include === 'None' ? include : 'Metadata',
  };
}

/** One object in the form that was asked for. */
export function shaped(
  resource: KubeResource,
  object: KubeObject,
  { as, include }: AnswerForm,
  now: Date,
  headers = true,
): unknown {
  if (as === 'metadata') return metadataOnly(object);
  if (as === 'object') return object;
  const { resourceVersion } = object.metadata;
  return tableOf(resource, [object], { resourceVersion }, { include, now, headers });
}

/** A list in the form that was asked for. */
export function shapedList(
  resource: KubeResource,
  objects: readonly KubeObject[],
  metadata: Record<string, unknown>,
  { as, include }: AnswerForm,
  now: Date,
): unknown {
  if (as === 'table') return tableOf(resource, objects, metadata, { include, now, headers: true });
  if (as === 'metadata')
    return {
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
      items: objects.map(metadataOnly),
    };
  return { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items: objects };
}

export function json(value: unknown, status = 200, warnings: readonly string[] = []): Response {
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const warning of warnings) headers.append('warning', `299 - ${JSON.stringify(printable(warning))}`);
  return new Response(JSON.stringify(value), { status, headers });
}

export function statusAnswer(status: Status): Response {
  const answer = json(status, status.code);
  if (status.code === 401) answer.headers.set('www-authenticate', 'Bearer');
  return answer;
}

/** Pieces of text as they come. */
export function streamed(pieces: AsyncIterable<string>, contentType: string): Response {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(body, { headers: { 'content-type': contentType } });
}

/** A header carries Latin letters only. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
