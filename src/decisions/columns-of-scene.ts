import type { Offer, Scene } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import { stakeColumns } from './net-benefit.js';

/** Columns that the offers of a scene look at, are weighed by or speak of. */
export function columnsOfScene({ offers }: Catalogue, scene: Scene): readonly string[] {
  const spoken = ({ pitch }: Offer): readonly string[] =>
    [...`${pitch.en}${pitch.zh}`.matchAll(/\{\{(\w+)\}\}/g)].map(([, column]) => column!);
  const own = [...offers.values()].filter(({ scenes }) => scenes.includes(scene));
  return [...new Set(own.flatMap((offer) => [...offer.inputs, ...stakeColumns(offer), ...spoken(offer)]))].sort();
}
