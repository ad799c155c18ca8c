interface Store<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/** What a store has by a key, else what is made then and kept there. */
export function keptIn<K, V>(store: Store<K, V>, key: K, make: () => V): V {
  const known = store.get(key);
  if (known !== undefined) return known;
  const made = make();
  store.set(key, made);
  return made;
}

/** Works a value out when it is first asked for, and once; with a key once for each. */
export function memo<V, K = void>(make: (key: K) => V): (key: K) => V {
  // Of a thousand of them most are never asked.
  let known: Map<K, V> | undefined;
  return (key) => {
    const before = known?.get(key);
    if (before !== undefined || known?.has(key)) return before as V;
    const made = make(key);
    known ??= new Map();
    known.set(key, made);
    return made;
  };
}
