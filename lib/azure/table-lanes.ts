import type { LaneRow } from '../../contract/lanes.ts';
import type { Lanes } from '../ports/lanes.ts';
import type { TableAccount } from './table-account.ts';
import { tableRows } from './table-rows.ts';

/** Previews will have rows of their own. */
const rowKey = 'production';

/** Lanes as rows of a table: the partition is the site. */
export function tableLanes(account: TableAccount): Lanes {
  const rows = tableRows(account, 'slipwaylanes');
  return {
    async read(site) {
      const found = await rows.read({ partitionKey: site, rowKey });
      return found
        ? { row: found.value as LaneRow, etag: found.etag }
        : { row: { dropped: [] }, etag: undefined };
    },
    write(site, row, etag) {
      const key = { partitionKey: site, rowKey };
      return etag === undefined ? rows.add(key, row) : rows.replace(key, row, etag);
    },
  };
}
