import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPointFiles, writePointFile } from '../../src/points/point-files.js';
import { pointStoreContract } from './store.contract.js';

pointStoreContract(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'martlet points '));
  const pathOf = (month: string) => join(dir, `${month}.db`);
  return {
    store: openPointFiles(pathOf),
    write: (month) => writePointFile(pathOf(month)),
    remove: async () => rmSync(dir, { recursive: true }),
  };
});
