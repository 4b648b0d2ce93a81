import type { HttpRequest } from '@azure/functions';
import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { parseAllDocuments, type Document as YamlDocument } from 'yaml';
import { jsonTrouble } from '../../lib/decide/json-trouble.ts';
import { schemaCauses } from '../../lib/kubernetes/schema/schema-causes.ts';
import { placeOf, type SchemaIssue } from '../../lib/schema-issues.ts';
import { invalid, readRequiredBody } from '../http/read-body.ts';

const kinds = 'a Pod of v1 or a Job of batch/v1';

/**
 * The one Pod or Job of a body, as YAML or as JSON, which is YAML too, and the fields in it that Kubernetes does not have. Throws
 * `invalid-request` with every mistake: of the syntax by line and column, of the schema by its path.
 */
export async function readManifest(
  request: HttpRequest,
): Promise<{ manifest: Pod | Job; issues: SchemaIssue[] }> {
  const text = new TextDecoder().decode(await readRequiredBody(request));
  const documents = parseAllDocuments(text, { prettyErrors: false });
  const [document, ...others] = Array.isArray(documents) ? documents : [];
  if (others.length > 0)
    throw oneOnly(`The body has ${others.length + 1} documents. Send one manifest at a time, ${kinds}.`);
  if (!document || document.errors.length > 0) {
    const issues = document?.errors.map(({ message, pos }) => ({
      place: placeIn(text, pos[0]),
      problem: message,
    }));
    throw invalid('body', issues ?? [{ place: '(the whole body)', problem: 'There is no manifest in it.' }]);
  }
  const manifest = jsonOf(document);
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest))
    throw oneOnly(`This is no manifest; send ${kinds}.`);
  const { apiVersion, kind } = manifest as { apiVersion?: unknown; kind?: unknown };
  if (typeof kind === 'string' && kind.endsWith('List'))
    throw oneOnly(`A list can't be run as one. Send its manifests one at a time, ${kinds}.`, 'kind');
  if (!isRunnable(apiVersion, kind)) throw oneOnly(`Send ${kinds}, not ${kind} of ${apiVersion}.`, 'kind');

  const causes = schemaCauses(manifest as { apiVersion: string; kind: string }) ?? [];
  const issues = causes.map(({ field, message }): SchemaIssue => ({ place: field, problem: message }));
  // What is of another type, or not there, can't be looked at any further.
  if (causes.some(({ reason }) => reason !== 'FieldValueForbidden')) throw invalid('body', issues);
  return { manifest: manifest as Pod | Job, issues };
}

function jsonOf(document: YamlDocument): unknown {
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    // Aliases that stand for more than memory holds.
    throw oneOnly((error as Error).message);
  }
  const trouble = jsonTrouble(value);
  if (trouble) throw oneOnly(trouble.problem, placeOf(trouble.path));
  return value;
}

function isRunnable(apiVersion: unknown, kind: unknown): boolean {
  return (apiVersion === 'v1' && kind === 'Pod') || (apiVersion === 'batch/v1' && kind === 'Job');
}

function oneOnly(problem: string, place = '(the whole body)'): Error {
  return invalid('body', [{ place, problem }]);
}

function placeIn(text: string, position: number): string {
  const lines = text.slice(0, position).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}
