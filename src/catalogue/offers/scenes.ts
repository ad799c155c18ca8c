import type { Columns } from '../columns.js';
import type { SourceLocation } from '../names.js';
import { didYouMean, suggestions } from '../suggestions.js';
import type { FileProblems } from '../yaml.js';
import type { SceneEntry } from './offer-schemas.js';
import { type Scene, type SceneRule, scenes } from './types.js';

/** Every scene's rule, in the scenes' order; its consent is a column of a number's month. */
export function resolveScenes(
  entries: ReadonlyMap<Scene, SceneEntry>,
  source: SourceLocation,
  columns: Columns,
  problems: FileProblems,
): ReadonlyMap<Scene, SceneRule> {
  for (const [code, { consent }] of entries)
    if (consent !== undefined && !columns.has(consent))
      problems.add(
        source,
        `scenes.${code}.consent: unknown column "${consent}".${didYouMean(suggestions(consent, columns.keys()))}`,
      );
  const missing = scenes.filter((code) => !entries.has(code));
  if (missing.length > 0) problems.add(source, `scenes: expected all of ${scenes.join(', ')}, found no ${missing.join(', ')}`);
  return new Map(
    scenes
      .filter((code) => entries.has(code))
      .map((code) => {
        const { en, zh, contactCost, consent: column, callable = null, visit, prior = null, batch } = entries.get(code)!;
        const consent = column === undefined ? null : { column, needs: columns.get(column)?.needs ?? [] };
        return [code, { code, names: { en, zh }, contactCost, consent, callable, isVisit: visit, prior, batch }];
      }),
  );
}
