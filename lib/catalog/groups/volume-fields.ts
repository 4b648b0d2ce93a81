import { z } from 'zod';
import { cloneUrl } from '../clone-url.ts';
import { secretName } from '../names.ts';

const fileName = z
  .string()
  .regex(/^(?!\.{1,2}$)[-.\w]{1,253}$/, 'a file name of letters, digits, ".", "_" and "-"');

const kinds = ['emptyDir', 'secret', 'azureFile', 'gitRepo'] as const;

/** A volume of a group: its name, and under one of four words what it is. */
export const volumeSchema = z
  .strictObject({
    name: z
      .string()
      .regex(
        /^(?=.{5,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/,
        'use 5 to 63 lower-case letters, digits and single inner hyphens',
      ),
    emptyDir: z.strictObject({}).optional().describe('A folder that lives as long as the group.'),
    secret: z
      .record(fileName, secretName)
      .refine((files) => Object.keys(files).length > 0, 'name at least one file')
      .optional()
      .describe('File name to the name of the secret that is its content.'),
    azureFile: z
      .strictObject({
        share: z
          .string()
          .regex(/^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/, 'the name of a file share, such as reports'),
        account: z.string().regex(/^[a-z0-9]{3,24}$/, 'the name of a storage account'),
        key: secretName.describe("The secret that holds the account's key."),
        readOnly: z.boolean().optional(),
      })
      .optional(),
    gitRepo: z
      .strictObject({
        repository: cloneUrl('only a public repository can be a volume'),
        directory: z
          .string()
          .regex(/^(?!\/)(?!.*\.\.).+$/, 'a folder inside the volume, without a leading slash or ".."')
          .optional(),
        revision: z.string().min(1).max(250).optional(),
      })
      .optional()
      .describe('Cloned once, before the containers start.'),
  })
  .refine((volume) => kinds.filter((kind) => volume[kind] !== undefined).length === 1, {
    error: `a volume has exactly one of ${kinds.map((kind) => `"${kind}"`).join(', ')}`,
  })
  .meta({ id: 'VolumeSpec' });

export type WrittenVolume = z.output<typeof volumeSchema>;
