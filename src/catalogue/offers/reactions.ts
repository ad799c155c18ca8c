import { z } from 'zod';
import type { SourceLocation } from '../names.js';
import type { FileProblems } from '../yaml.js';
import { type Scene, scenes } from './types.js';

/** What other systems tell as it happens. */
export const incomingTypes = ['customer.arrived', 'call.incoming', 'app.opened', 'usage.overage', 'complaint.closed'] as const;
export type IncomingType = (typeof incomingTypes)[number];

/** What becomes of an event. */
export interface Reaction {
  readonly type: IncomingType;
  /** Where the customer is met. */
  readonly scene: Scene;
  /** Offers that a decision makes at most. */
  readonly limit: number;
  /** Who listens at the event's channel, or nobody. */
  readonly tell: 'CHANNEL' | 'NOBODY';
}

const type = z.enum(incomingTypes);
const reaction = z.strictObject({
  scene: z.enum(scenes, { error: `expected one of ${scenes.join(', ')}` }),
  limit: z.int().min(1).max(20),
  tell: z.enum(['CHANNEL', 'NOBODY']),
});
export const reactionsSchema = z.strictObject({
  reactions: z.partialRecord(type, reaction, {
    // An unknown type is an unrecognized key, which zod's type of this error does not tell.
    error: ({ code, keys }) =>
      (code as string) === 'unrecognized_keys' ? `expected only ${incomingTypes.join(', ')}, found ${keys}` : undefined,
  }),
});
export type ReactionEntry = z.infer<typeof reaction>;

/** Every type's reaction, in the types' order. */
export function resolveReactions(
  entries: ReadonlyMap<IncomingType, ReactionEntry>,
  source: SourceLocation,
  problems: FileProblems,
): ReadonlyMap<IncomingType, Reaction> {
  const missing = incomingTypes.filter((each) => !entries.has(each));
  if (missing.length > 0)
    problems.add(source, `reactions: expected all of ${incomingTypes.join(', ')}, found no ${missing.join(', ')}`);
  return new Map(
    incomingTypes.filter((each) => entries.has(each)).map((each) => [each, { type: each, ...entries.get(each)! }] as const),
  );
}
