import type { KnownRepository, Repositories } from '../ports/repositories.ts';
import { calling } from './azure-error.ts';
import { isAbsent, type TableAccount } from './table-account.ts';
import { documentOf } from './table-documents.ts';
import { tableRows } from './table-rows.ts';

const name = 'slipwayrepositories';
const partitionKey = 'repository';

/** Repositories as rows of a table, by their provider's number. */
export function tableRepositories(account: TableAccount): Repositories {
  const rows = tableRows(account, name);
  return {
    async read(id) {
      return (await rows.read({ partitionKey, rowKey: id }))?.value as KnownRepository | undefined;
    },

    write: (id, repository) =>
      rows.put({ partitionKey, rowKey: id }, repository, { renamed: repository.renamedTo ? 'yes' : 'no' }),

    renamed: () =>
      calling(`listing the table "${name}"`, async () => {
        const found: KnownRepository[] = [];
        const filter = `PartitionKey eq '${partitionKey}' and renamed eq 'yes'`;
        try {
          for await (const entity of account.table(name).listEntities({ queryOptions: { filter } })) {
            const repository = documentOf(entity) as KnownRepository | undefined;
            if (repository) found.push(repository);
          }
        } catch (error) {
          if (!isAbsent(error)) throw error;
        }
        return found;
      }),
  };
}
