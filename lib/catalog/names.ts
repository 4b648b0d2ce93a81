import { z } from 'zod';

/** Names of sites, jobs and fleets become parts of container names, host names and instance ids, so they are short and plain. */
export const plainName = z
  .string()
  .regex(
    /^(?=.{1,40}$)[a-z0-9]+(?:-[a-z0-9]+)*$/,
    'use 1 to 40 lower-case letters, digits and single inner hyphens',
  );

/** A secret NAME stands in the setting SLIPWAY_SECRET_NAME, so that no catalog reaches any other setting. */
export const secretName = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_]{0,99}$/,
    'name a secret, such as API_KEY for the setting SLIPWAY_SECRET_API_KEY; the value itself never stands here',
  );

/** A variable of a container. Slipway's own are its contract with the container and never overwritten. */
export const variableName = z
  .string()
  .regex(
    /^(?!SLIPWAY_)[A-Za-z0-9](?:[A-Za-z0-9_]{0,61}[A-Za-z0-9])?$/,
    'not a variable name that ACI accepts (letters, digits, inner "_"), or one of the SLIPWAY_ names, which are taken',
  );

/** Of a container, and of a container group. */
export const containerName = z
  .string()
  .regex(
    /^(?=.{1,63}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    'use 1 to 63 lower-case letters, digits and inner hyphens',
  );

/** Of an Azure region, as the service writes it. */
export const regionName = z.string().regex(/^[a-z0-9]+$/, 'a region name, such as westeurope');
