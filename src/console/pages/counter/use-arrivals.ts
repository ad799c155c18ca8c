import { useState } from 'react';
import { ArrivalsDocument, type ArrivalsSubscription, type Scene } from '../../graph/documents.ts';
import { useSubscription } from '../../view/use-subscription.ts';

export type Arrived = ArrivalsSubscription['arrivals'];

/** So many wait at most: who came before has been served by somebody else. */
const most = 20;

/** Who has arrived at a channel and waits, the first first; each number once, and who is served is not waiting. `take` takes the first, or null. */
export function useArrivals(channel: string | null, scene: Scene, served: string | null) {
  const [waiting, setWaiting] = useState<readonly Arrived[]>([]);
  useSubscription(ArrivalsDocument, channel === null ? null : { channel }, ({ arrivals: arrived }) => {
    if (arrived.scene === scene && arrived.number !== served)
      setWaiting((now) => [...now.filter(({ number }) => number !== arrived.number), arrived].slice(-most));
  });
  const take = (): Arrived | null => {
    const [first = null, ...rest] = waiting;
    if (first) setWaiting(rest);
    return first;
  };
  return { waiting: waiting.length, take };
}
