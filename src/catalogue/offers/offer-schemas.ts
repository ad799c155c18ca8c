import { z } from 'zod';
import { exemptions, outcomes, scenes } from './types.js';

/** The shapes of offers, scenes, the contact policy and reasons of outcomes; the files themselves carry the explanation in their comments. */

const code = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'expected a code in CAPITALS, e.g. DATA_UPGRADE');
const text = z.string().min(1);
const names = z.strictObject({ en: text, zh: text });
const scene = z.enum(scenes);
const money = z.number().min(0, 'expected CNY from 0');
const part = z.strictObject({ when: text, en: text, zh: text });
const rule = part.extend({ ifProvided: z.array(part).min(1).optional() });
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day in quotes, e.g. "09:00"');
const hours = z.strictObject({ from: time, to: time });

const probability = z.number().gt(0, 'expected a share above 0, e.g. 0.03').lt(1, 'expected a share below 1, e.g. 0.03');
/** Contacts that a prior weighs: a part of one would be believed less than any contact. */
const weight = z.number().min(1, 'expected contacts from 1, e.g. 100');

export const offerSchema = z.strictObject({
  code,
  en: text,
  zh: text,
  family: code,
  price: money.optional(),
  monthlyMargin: z.number(),
  months: z.int().min(1),
  retention: z
    .strictObject({
      effect: z.number().gt(0).max(1),
      horizon: z.union([z.literal(1), z.literal(3)]),
      toBestPlan: z.boolean().default(false),
    })
    .optional(),
  incentive: money,
  commission: money,
  monthlyOrders: z.int().min(0).optional(),
  scenes: z.array(scene).min(1),
  prior: z.strictObject({ acceptance: z.union([probability, z.partialRecord(scene, probability)]), weight }).optional(),
  service: z.boolean().default(false),
  household: z.boolean().default(false),
  portedOut: z.boolean().default(false),
  replacesPlan: z.boolean().default(false),
  eligible: rule,
  relevant: rule.optional(),
  suitable: rule.optional(),
  pitch: names,
});
export type OfferEntry = z.infer<typeof offerSchema>;

const sceneRule = z.strictObject({
  en: text,
  zh: text,
  contactCost: money,
  consent: text.optional(),
  callable: hours.optional(),
  visit: z.boolean().default(false),
  prior: z.strictObject({ acceptance: probability, weight }).optional(),
  batch: z.strictObject({
    size: z.int().min(1),
    leaseSeconds: z.int().min(1),
    attempts: z.int().min(1),
    retryHours: z.number().min(0).default(4),
  }),
});
export type SceneEntry = z.infer<typeof sceneRule>;
export const sceneSchema = z.strictObject({
  scenes: z.partialRecord(scene, sceneRule, {
    // An unknown scene is an unrecognized key, which zod's type of this error does not tell.
    error: ({ code: kind, keys }) =>
      (kind as string) === 'unrecognized_keys' ? `expected only ${scenes.join(', ')}, found ${keys}` : undefined,
  }),
});

export const outcomeReasonSchema = z.strictObject({ code, en: text, zh: text, outcomes: z.array(z.enum(outcomes)).min(1) });
export type OutcomeReasonEntry = z.infer<typeof outcomeReasonSchema>;

const share = z.number().min(0).max(0.5);
const cap = z
  .strictObject({
    scenes: z.array(scene).min(1),
    most: z.int().min(0),
    days: z.int().min(1).optional(),
    calendar: z.literal('MONTH').optional(),
  })
  .refine(({ days, calendar }) => (days === undefined) !== (calendar === undefined), 'expected either days or calendar: MONTH');

export const contactPolicySchema = z.strictObject({
  contactPolicy: z.strictObject({
    caps: z.array(cap),
    quietHours: hours,
    coolDown: z.strictObject({ days: z.int().min(0), families: z.record(code, z.int().min(0)).default({}) }),
    doNotContact: z.strictObject({ scenes: z.array(scene).min(1), days: z.int().min(1).optional() }),
    serviceExemptFrom: z.array(z.enum(exemptions)),
    holdOut: z.strictObject({ universalShare: share, salt: text, campaignShare: share }),
  }),
});
export type ContactPolicyEntry = z.infer<typeof contactPolicySchema>['contactPolicy'];
