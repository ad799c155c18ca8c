import DataLoader from 'dataloader';
import { groupedBy } from './grouped-by.js';

/** A loader whose keys of one tick are taken together where `group` gives the same; `load` answers a group at once. */
export function batched<K, V>(
  group: (key: K) => string,
  cacheKeyFn: (key: K) => string,
  load: (keys: readonly K[]) => Promise<(key: K) => V>,
): DataLoader<K, V, string> {
  return new DataLoader<K, V, string>(
    async (keys) => {
      const answers = new Map<string, ((key: K) => V) | Error>();
      await Promise.all(
        [...groupedBy(keys, group)].map(async ([name, own]) => answers.set(name, await load(own).catch((error: Error) => error))),
      );
      return keys.map((key) => {
        const answer = answers.get(group(key))!;
        return answer instanceof Error ? answer : answer(key);
      });
    },
    { cacheKeyFn },
  );
}
