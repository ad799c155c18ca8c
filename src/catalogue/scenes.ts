import type { SceneEntry } from './offer-schemas.js';
import { type Scene, type SceneRule, scenes } from './offer-types.js';
import type { Source } from './types.js';
import type { Problems } from './yaml.js';

/** Every scene's rule, in the scenes' order. */
export function resolveScenes(
  entries: ReadonlyMap<Scene, SceneEntry>,
  source: Source,
  problems: Problems,
): ReadonlyMap<Scene, SceneRule> {
  const missing = scenes.filter((code) => !entries.has(code));
  if (missing.length > 0) problems.add(source, `scenes: expected all of ${scenes.join(', ')}, found no ${missing.join(', ')}`);
  return new Map(
    scenes
      .filter((code) => entries.has(code))
      .map((code) => {
        const { en, zh, contactCost, consent = null, callable = null, visit, batch } = entries.get(code)!;
        return [code, { code, names: { en, zh }, contactCost, consent, callable, isVisit: visit, batch }];
      }),
  );
}
