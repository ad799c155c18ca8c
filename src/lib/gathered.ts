/**
 * A function that answers what is asked for while earlier answers are being worked out together: nothing waits as long as fewer than
 * `atOnce` groups are under way, and the busier it gets the larger the groups. A group that fails fails all who are in it.
 */
export function gathered<K, V>(atOnce: number, answer: (keys: readonly K[]) => Promise<(key: K) => V>): (key: K) => Promise<V> {
  interface Waiting {
    readonly key: K;
    readonly resolve: (value: V) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let running = 0;
  const next = async (): Promise<void> => {
    const group = waiting;
    waiting = [];
    running++;
    try {
      const valueFor = await answer(group.map(({ key }) => key));
      for (const { key, resolve } of group) resolve(valueFor(key));
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      running--;
      if (waiting.length > 0) void next();
    }
  };
  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      // Not at once: what is asked for in the same tick goes together.
      if (running < atOnce && waiting.length === 1) queueMicrotask(() => waiting.length > 0 && running < atOnce && void next());
    });
}
