import type { ZodType } from 'zod';
import type { Layered } from './layered.js';
import { type ContactPolicyEntry, contactPolicySchema, type OfferEntry, offerSchema } from './offers/offer-schemas.js';
import { unknownName } from './suggestions.js';
import type { Threshold } from './types.js';
import type { FileProblems } from './yaml.js';

/** What somebody would change in the files; what is left out stays. */
export interface CatalogueChange {
  /** By code; of one that there is not all is said. */
  readonly offers?: Readonly<Record<string, Partial<OfferEntry>>>;
  /** Of offers' rules. */
  readonly offerThresholds?: Readonly<Record<string, number>>;
  /** Of the marts and of trees. */
  readonly thresholds?: Readonly<Record<string, number>>;
  readonly contactPolicy?: Partial<ContactPolicyEntry>;
}

/** What is read of the files, as far as it may be changed. */
interface Changeable {
  readonly thresholds: Map<string, Threshold>;
  readonly offers: Map<string, Layered<OfferEntry>>;
  readonly offerThresholds: Map<string, Threshold>;
  readonly contactPolicy: Layered<ContactPolicyEntry> | null;
}

/** Where a change stands: in no file. */
const source = { file: 'change', line: 1 };
const layer = Number.POSITIVE_INFINITY;

/** Errors: UNKNOWN_NAME for a threshold that there is not; problems for what is not as files have it. */
export function changed(raw: Changeable, change: CatalogueChange, problems: FileProblems): Changeable {
  const checked = <T>(what: string, schema: ZodType<T>, value: unknown): T | null => {
    const { data, error } = schema.safeParse(value);
    for (const { path, message } of error?.issues ?? []) problems.add(source, `${what}: ${[...path, message].join(': ')}`);
    return data ?? null;
  };
  const offers = new Map(raw.offers);
  for (const [code, said] of Object.entries(change.offers ?? {})) {
    const entry = checked(code, offerSchema, { ...offers.get(code)?.entry, ...given(said), code });
    if (entry) offers.set(code, { entry, source, layer });
  }
  const policy = change.contactPolicy && { ...raw.contactPolicy?.entry, ...given(change.contactPolicy) };
  const entry = policy && checked('contactPolicy', contactPolicySchema, { contactPolicy: policy })?.contactPolicy;
  return {
    offers,
    offerThresholds: withValues(raw.offerThresholds, change.offerThresholds ?? {}),
    thresholds: withValues(raw.thresholds, change.thresholds ?? {}),
    contactPolicy: entry ? { entry, source, layer } : raw.contactPolicy,
  };
}

const given = (said: object): object => Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));

function withValues(known: ReadonlyMap<string, Threshold>, values: Readonly<Record<string, number>>): Map<string, Threshold> {
  const all = new Map(known);
  for (const [code, value] of Object.entries(values)) {
    const threshold = known.get(code);
    if (!threshold) throw unknownName('threshold', code, known.keys());
    all.set(code, { ...threshold, value });
  }
  return all;
}
