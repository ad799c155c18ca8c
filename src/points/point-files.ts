import { pathToFileURL } from 'node:url';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import Database from 'libsql';
import { memo } from '../lib/memo.js';
import type { Packing } from './packing.js';
import type { PointMart, PointStore, PointWriter } from './store.js';

/** Begins a month's file, which must not be there yet. What is written is not synced: a generation is, before it gets its name. */
export function writePointFile(path: string): PointWriter {
  const database = new Database(path);
  // Without a journal nothing lies beside the file; a build that is killed throws it away.
  // A bucket takes some kilobytes: in small pages each would leave half of one empty.
  for (const pragma of ['page_size = 65536', 'journal_mode = off', 'synchronous = off']) database.exec(`pragma ${pragma}`);
  database.exec('create table packing (mart text primary key, packing blob not null) strict');
  database.exec('begin');
  return {
    async mart(mart, packing) {
      database.exec(`create table "${mart}" (at integer primary key, rows blob not null) strict`);
      database.prepare('insert into packing values (?, ?)').run(mart, deflateRawSync(JSON.stringify(packing)));
    },
    async buckets(mart, buckets) {
      const insert = database.prepare(`insert into "${mart}" values (?, ?)`);
      for (const { at, rows } of buckets) insert.run(at, rows);
    },
    async close() {
      database.exec('commit');
      database.close();
    },
  };
}

/** Files of months, each opened when it is first asked. A read takes some ten microseconds: the event loop does not notice. */
export function openPointFiles(pathOf: (month: string, mart: PointMart) => string): PointStore {
  const opened: Database.Database[] = [];
  const opening = memo((path: string) => {
    // Immutable: it is neither locked nor looked at for a journal, and nothing is put beside it.
    const file = new Database(`${pathToFileURL(path)}?mode=ro&immutable=1`);
    opened.push(file);
    return file;
  });
  const database = (month: string, mart: PointMart) => opening(pathOf(month, mart));
  const select = memo((place: string) => {
    const [month, mart] = place.split(' ') as [string, PointMart];
    return database(month, mart).prepare(`select rows from "${mart}" where at = ?`).raw();
  });
  return {
    packing(month, mart) {
      const [found] = database(month, mart).prepare('select packing from packing where mart = ?').raw().all(mart) as [Buffer][];
      return found ? (JSON.parse(inflateRawSync(found[0]).toString()) as Packing) : null;
    },
    bucket(month, mart, at) {
      const found = select(`${month} ${mart}`).get(at) as [Buffer] | undefined;
      return found ? found[0] : null;
    },
    async close() {
      for (const file of opened) file.close();
    },
  };
}
