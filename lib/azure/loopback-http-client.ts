import {
  createDefaultHttpClient,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { SlipwayError } from '../errors.ts';

/**
 * Sends what is meant for `origin` to a stand-in on this machine. The SDK keeps believing in Azure's own origin, because it
 * refuses to send a token over plain http. Every other origin is refused, so nothing can reach Azure by mistake.
 */
export function loopbackHttpClient(origin: string, standIn: string): HttpClient {
  const inner = createDefaultHttpClient();
  return {
    async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
      const url = new URL(request.url);
      if (url.origin !== origin) {
        throw new SlipwayError(
          'azure-refused',
          `A stand-in for ${origin} is set, so a request to ${url.origin} is not sent.`,
        );
      }
      request.url = new URL(`${url.pathname}${url.search}`, standIn).href;
      request.allowInsecureConnection = true;
      return inner.sendRequest(request);
    },
  };
}
