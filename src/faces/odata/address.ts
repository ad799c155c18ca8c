import { badInput } from '../../errors.js';

/** A feed by itself, as a service of its own: with choices, its columns may be others. */
export interface Chosen {
  readonly feed: string;
  /** As they are written in the address: month=2026-09&by=PLAN_TIER. */
  readonly choices: string;
}

/** What a path below /odata leads to. */
export interface Address {
  /** null: the service of all feeds, with their usual choices. */
  readonly chosen: Chosen | null;
  readonly resource: 'SERVICE' | 'METADATA' | 'ROWS' | 'COUNT';
  /** Of rows and their count. */
  readonly feed: string | null;
}

/**
 * /odata, /odata/$metadata, /odata/FEED, /odata/FEED/$count, and the same below /odata/FEED/choices. `path`: as it was sent, not decoded, as
 * "&" may also stand within a choice. Errors: BAD_USER_INPUT.
 */
export function addressOf(path: string): Address {
  const [first, second, ...rest] = path.split('/').filter((part) => part !== '');
  if (first !== undefined && second?.includes('=')) {
    const chosen = { feed: decoded(first), choices: second };
    return { chosen, ...resourceOf(rest.map(decoded), path) };
  }
  return { chosen: null, ...resourceOf([first, second, ...rest].filter((part) => part !== undefined).map(decoded), path) };
}

function resourceOf(parts: readonly string[], path: string): Omit<Address, 'chosen'> {
  const [feed, count, ...more] = parts;
  if (feed === undefined) return { resource: 'SERVICE', feed: null };
  if (feed === '$metadata' && count === undefined) return { resource: 'METADATA', feed: null };
  if (!/^\w+$/.test(feed) || (count !== undefined && count !== '$count') || more.length > 0)
    throw badInput(
      `Expected /odata, /odata/$metadata, /odata/FEED, /odata/FEED/$count, or the same below /odata/FEED/month=2026-09, found /odata/${path}. Single rows are found by $filter.`,
    );
  return { resource: count === undefined ? 'ROWS' : 'COUNT', feed };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badInput(`Expected an address that is percent-encoded, found ${part}.`);
  }
}
