import { describe, expect, test } from 'vitest';
import { createOutcome } from '../../../lib/azure/create-outcome.ts';

const capacity = "The requested resource is not available in the location 'westeurope' at this moment.";
const quota =
  "Resource type 'x' container group quota 'StandardCores' exceeded in region 'westeurope'. Limit: '10'";

describe('the outcome of a create', () => {
  test.each([
    [200, undefined, '', 'created'],
    [201, undefined, '', 'created'],
    [202, undefined, '', 'created'],
    [400, 'InaccessibleImage', 'no', 'imageNotAccessible'],
    [409, 'InaccessibleImage', 'no', 'imageNotAccessible'],
    [409, 'RegistryErrorResponse', 'no', 'imageNotAccessible'],
    [400, 'ContainerGroupQuotaReached', 'no', 'quota'],
    [409, 'ContainerGroupQuotaReached', 'no', 'quota'],
    [409, 'ServiceUnavailable', quota, 'quota'],
    [429, 'TooManyRequests', 'no', 'quota'],
    [429, undefined, 'no', 'quota'],
    [409, 'ServiceUnavailable', capacity, 'capacity'],
    [409, 'ServiceUnavailable', 'no', 'capacity'],
    [503, 'ServiceUnavailable', capacity, 'capacity'],
    [409, undefined, capacity, 'capacity'],
    [400, 'InvalidContainerGroupUpdate', 'no', 'refused'],
    [400, 'OsVersionNotSupported', 'no', 'refused'],
    [400, undefined, 'no', 'refused'],
  ])('%i %s "%s" is %s', (status, code, message, kind) => {
    expect(createOutcome('g', { status, code, message }).kind).toBe(kind);
  });

  test.each([
    [409, 'ContainerGroupTransitioning', 'azure-unavailable'],
    [500, 'InternalServerError', 'azure-unavailable'],
    [503, 'ServiceUnavailable', 'azure-unavailable'],
    [401, 'AuthenticationFailed', 'azure-refused'],
    [403, 'AuthorizationFailed', 'azure-refused'],
    [403, 'LinkedAuthorizationFailed', 'azure-refused'],
    [404, 'ResourceGroupNotFound', 'azure-refused'],
  ])('%i %s is no outcome but thrown as %s', (status, code, thrown) => {
    expect(() => createOutcome('g', { status, code, message: 'no' })).toThrow(
      expect.objectContaining({ code: thrown, details: { status: expect.anything(), code } }),
    );
  });
});
