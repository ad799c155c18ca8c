import { randomUUID } from 'node:crypto';
import type { Offer, Scene } from '../../catalogue/offers/types.js';
import { unknownName } from '../../catalogue/suggestions.js';
import { ruleVersionOf } from '../../decisions/rule-version.js';
import { missingFor } from '../../decisions/rules.js';
import { badInput, MartletError } from '../../errors.js';
import { requireProvided } from '../../figures/figure.js';
import { type KeyedRequest, madeBefore, sameRequest } from '../../ledger/keyed-tables.js';
import { insertTargetList } from '../../ledger/lists/target-lists.js';
import type { ListUnit, TargetListRow } from '../../ledger/tables.js';
import { partyKinds } from '../../numbers/party.queries.js';
import { requireAct, requireScene } from '../../security/grants.js';
import { keptRows } from '../../security/rows.js';
import { writeAuditLine } from '../../session/audit-line.js';
import { keyedRequest } from '../../session/keyed-request.js';
import { requireMany } from '../../session/require-many.js';
import { requireNarrowed } from '../../session/scope.js';
import { channelsOf, today } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { goalOfNew, type NewGoal } from './goal.js';
import { listNamed } from './lists.js';
import { byNetBenefit, listNumbers } from './numbers.js';

/** Which numbers a target list is made from, for which offers, and how many it may hold; what is left out has a default. */
export interface NewTargetList {
  readonly name: string;
  readonly purpose: string;
  readonly scene: Scene;
  readonly slice?: string | null;
  /** A filter as the graph's SliceFilter has it. */
  readonly where?: unknown;
  /** All numbers: there is neither slice nor filter. */
  readonly everybody?: boolean | null;
  readonly month?: string | null;
  readonly offers?: readonly string[] | null;
  readonly maxSize?: number | null;
  /** CNY. */
  readonly budget?: number | null;
  /** Share, 0 to 0.5. */
  readonly holdOut?: number | null;
  /** Share of the seats that is drawn among whom the best leave out, 0 to 0.5; needs a size or a budget. */
  readonly exploration?: number | null;
  readonly expiresOn?: string | null;
  readonly rankBy?: string | null;
  /** It has one number of each; without it of each number. */
  readonly per?: ListUnit | null;
  readonly goal?: NewGoal | null;
  /** The author's own name for the request: asked again with it, no other list is made. */
  readonly idempotencyKey?: string | null;
}

/**
 * Defines a target list; nobody is on it yet. All that can be said against it is said now. Asked again with the same key, it gives the list
 * that was made, as it is now. Errors: FORBIDDEN (tier, masked filter), BAD_USER_INPUT, UNKNOWN_NAME, STALE_SLICE, NOT_PROVIDED, CONFLICT for
 * the same key with something else.
 */
export async function createTargetList(input: NewTargetList, context: CampaignSession): Promise<TargetListRow> {
  const { ledger } = channelsOf(context);
  requireAct(context.viewer, 'MAKE_LISTS');
  // With other rows something else is asked.
  const request = keyedRequest(input.idempotencyKey, [input, keptRows(context.viewer.rows)], context.viewer);
  const known = await madeBefore(ledger.db, 'target_list', request);
  if (known) return listNamed(known.id, context);
  const row = await draftOf(input, request, context);
  const stored = await insertTargetList(ledger, row);
  if (stored.id !== row.id) return sameRequest('target_list', stored, request!.hash);
  await writeAuditLine('target list created', { list: row.id, name: row.name }, context);
  return row;
}

/** A list as its author says it, after all that can be said against it: its row as a draft. Errors: as `createTargetList`. */
export async function draftOf(
  input: NewTargetList,
  request: KeyedRequest | null,
  context: CampaignSession,
): Promise<TargetListRow> {
  const channels = channelsOf(context);
  const { rows, subject, limits } = context.viewer;
  const { catalogue, manifest } = context;
  requireScene(context.viewer, input.scene);
  const usual = { share: catalogue.contactPolicy.holdOut.campaignShare, today: today(channels), nameLetters: limits.nameLetters };
  const asked = termsOf(input, usual);
  const offers = offersNamed(input.offers ?? null, input.scene, context);
  const { slice, where, rankBy, month = null } = input;
  const rank_by = rankBy ?? byNetBenefit;
  const numbers = await listNumbers({ slice, where, month, rankBy: rank_by, rows }, context);
  requireNarrowed(input, context);
  // The count of a slice would tell of persons as any figure does.
  await requireMany(numbers.scope, [numbers.month], context);
  const goal = input.goal ? await goalOfNew(input.goal, usual.today, context) : null;
  const id = randomUUID();
  return {
    id,
    ...asked,
    status: 'DRAFT',
    scene: input.scene,
    offers: JSON.stringify(offers.map(({ code }) => code)),
    slice: slice ?? null,
    filter: where === undefined ? null : JSON.stringify(where),
    month: numbers.month,
    rank_by,
    cities: keptRows(rows),
    salt: id,
    created_by: subject,
    created_at: channels.now().toISOString(),
    generation: manifest.id,
    slice_count: await numbers.count(),
    rule_version: ruleVersionOf(catalogue),
    ...unfrozen,
    idempotency_key: request?.key ?? null,
    request_hash: request?.hash ?? null,
    goal_measure: goal?.measure ?? null,
    goal: goal && JSON.stringify(goal),
    standing_id: null,
    per: unitOf(input.per, context),
  };
}

/** Errors: NOT_PROVIDED where the warehouse does not say which numbers go together. */
function unitOf(per: ListUnit | null | undefined, { coverage }: CampaignSession): ListUnit {
  const unit = per ?? 'NUMBER';
  if (unit !== 'NUMBER') requireProvided(`per: ${unit}`, [partyKinds[unit].column], coverage);
  return unit;
}

const unfrozen = {
  member_cities: null,
  frozen_at: null,
  size: 0,
  held_out: 0,
  suppressed: '[]',
  treated_units: 0,
  control_units: 0,
  content_hash: null,
  expected_net_benefit: null,
  expected_cost: null,
  approved_by: null,
  approved_at: null,
  started_at: null,
  closed_at: null,
} as const;

function termsOf(
  { name, purpose, maxSize, budget, holdOut, exploration, expiresOn }: NewTargetList,
  usual: { readonly share: number; readonly today: string; readonly nameLetters: number },
) {
  const { share: usualHoldOut, today: now, nameLetters } = usual;
  const words = (field: string, value: string): string => {
    const text = value.trim();
    if (text.length > 0 && text.length <= nameLetters) return text;
    throw badInput(`${field}: expected 1 to ${nameLetters} letters, found ${text.length}.`);
  };
  if (typeof maxSize === 'number' && maxSize < 1)
    throw badInput(`maxSize: expected 1 or more, found ${maxSize}. Leave it out for any number.`);
  if (typeof budget === 'number' && budget < 0)
    throw badInput(`budget: expected CNY from 0, found ${budget}. Leave it out for any.`);
  const hold_out = holdOut ?? usualHoldOut;
  if (!(hold_out >= 0 && hold_out <= 0.5))
    throw badInput(`holdOut: expected a share from 0 to 0.5, e.g. 0.1, found ${hold_out}.`);
  const share = exploration ?? 0;
  if (!(share >= 0 && share <= 0.5)) throw badInput(`exploration: expected a share from 0 to 0.5, e.g. 0.1, found ${share}.`);
  if (share > 0 && (maxSize ?? budget ?? null) === null)
    throw badInput(
      'exploration: expected a list with maxSize or budget, found neither. Without both everybody eligible is on it, and nobody is left to draw.',
    );
  if (expiresOn && expiresOn < now) throw badInput(`expiresOn: expected ${now} (today) or later, found ${expiresOn}.`);
  return {
    name: words('name', name),
    purpose: words('purpose', purpose),
    max_size: maxSize ?? null,
    budget: budget ?? null,
    hold_out,
    exploration: share,
    expires_on: expiresOn ?? null,
  };
}

/**
 * The offers of a list, in the catalogue's order; by default all of the scene that can be made. Errors: UNKNOWN_NAME, BAD_USER_INPUT for
 * none, or one of another scene; NOT_PROVIDED for one whose columns the warehouse lacks, and where it lacks those of all.
 */
export function offersNamed(
  codes: readonly string[] | null,
  scene: Scene,
  { catalogue, coverage }: Pick<CampaignSession, 'catalogue' | 'coverage'>,
): readonly Offer[] {
  const ofScene = [...catalogue.offers.values()].filter(({ scenes }) => scenes.includes(scene));
  if (codes?.length === 0) throw badInput(`offers: expected at least one, found none. Leave it out for all of ${scene}.`);
  for (const code of codes ?? []) {
    const offer = catalogue.offers.get(code);
    if (!offer)
      throw unknownName(
        'offer',
        code,
        ofScene.map((each) => each.code),
      );
    if (!offer.scenes.includes(scene))
      throw badInput(
        `offers: ${code} is not offered in ${scene}, only in ${offer.scenes.join(', ')}. Leave it out, or take another scene.`,
      );
    const missing = missingFor(offer, coverage.provided);
    if (missing.length > 0)
      throw new MartletError('NOT_PROVIDED', `offers: ${code} cannot be made: the warehouse lacks ${missing.join(', ')}.`);
  }
  const asked = ofScene.filter((offer) =>
    codes ? codes.includes(offer.code) : missingFor(offer, coverage.provided).length === 0,
  );
  if (asked.length > 0) return asked;
  throw new MartletError('NOT_PROVIDED', `offers: no offer of ${scene} can be made from the columns that the warehouse has.`);
}
