import type { Problem } from '../contract/problem.js';
import { badInput } from '../errors.js';
import type { Check } from '../warehouse/generations.js';

/** Errors: BAD_USER_INPUT where the base marts have errors. */
export function refuseFaulty(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ message }) => message);
  throw badInput(
    `The warehouse has ${problems.length} error(s), and nothing was built; "martlet check" tells more:\n${lines.join('\n')}`,
    { problems: lines },
  );
}

/** Errors: BAD_USER_INPUT where a check of the new generation fails. */
export function refuseFailed(checks: readonly Check[]): void {
  const failed = checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
  if (failed.length === 0) return;
  throw badInput(
    `The new generation fails ${failed.length} of ${checks.length} checks and is not published; the current one goes on serving:\n${failed.join('\n')}`,
    { problems: failed },
  );
}
