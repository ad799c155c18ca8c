import type { OpenConsole } from './console.js';

/** The node of a tree whose numbers are worked on. */
export const node = 'LIFECYCLE.DECLINE';

/**
 * Makes a list on which somebody has worked, so that its page shows all that it can, one that stands, files of its slice, and says what happened. Answers
 * the list's id.
 */
export async function workedList({ ask }: OpenConsole): Promise<string> {
  const { indicatorTree } = await ask('planner', '{ indicatorTree(tree: "LIFECYCLE") { nodes { code slice } } }');
  const { slice } = indicatorTree.nodes.find(({ code }: { code: string }) => code === node);
  const input = {
    name: 'Decline, November',
    purpose: 'Keep who uses less and less',
    scene: 'OUTBOUND',
    slice,
    maxSize: 120,
    holdOut: 0.2,
    expiresOn: '2026-12-31',
    goal: { measure: 'NUMBERS', node, slice, wantedChange: -40, by: '2026-12-31' },
  };
  const create = 'mutation ($input: TargetListInput!) { createTargetList(input: $input) { id } }';
  const { id } = (await ask('planner', create, { input })).createTargetList;
  await ask('planner', create, { input: { ...input, name: 'Decline, December' } });
  await ask('planner', 'mutation ($id: ID!) { freezeTargetList(id: $id) { id } }', { id });
  await ask('leader', 'mutation ($id: ID!) { approveTargetList(id: $id) { id } }', { id });
  const claim =
    'mutation ($id: ID!) { claimWork(list: $id, size: 12) { id fence items { offer { code } number { numberId } } } }';
  const { claimWork } = await ask('agent', claim, { id });
  const came = ['ACCEPTED', 'REFUSED', 'NOT_REACHED', 'ACCEPTED', 'REACHED'];
  for (const [at, outcome] of came.entries()) {
    const { offer, number } = claimWork.items[at];
    const told = { idempotencyKey: `picture ${at}`, number: number.numberId, offer: offer.code, scene: 'OUTBOUND', outcome };
    await ask('agent', 'mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id } }', {
      input: { ...told, list: id, batch: claimWork.id, fence: claimWork.fence },
    });
  }
  const { goal: _, expiresOn: __, ...alike } = input;
  const standing = {
    ...alike,
    name: 'Decline, each month',
    expiresAfterDays: 30,
    onlyNew: true,
    approveUpTo: { size: 200, budget: 900 },
  };
  await ask('planner', 'mutation ($input: StandingListInput!) { createStandingList(input: $input) { id } }', { input: standing });
  const happened = {
    kind: 'PRICE_CHANGE',
    from: '2026-09-01',
    until: '2026-09-30',
    text: { en: 'A competitor halved the price of data', zh: '竞争对手流量资费减半' },
  };
  await ask('planner', 'mutation ($input: AnnotationInput!) { createAnnotation(input: $input) { id } }', { input: happened });
  const start = 'mutation ($input: ExportInput!) { startExport(input: $input) { id } }';
  for (const format of ['CSV', 'PARQUET']) await ask('planner', start, { input: { what: 'NUMBERS', format, slice } });
  return id;
}

/** The first number from this id on that is offered something at the counter: not every id is a number's, nor is everybody offered something. */
export async function offeredNumber({ ask }: OpenConsole, from: number): Promise<string> {
  const query = 'query ($id: ID!) { recommendations(number: $id, scene: COUNTER) { shown { offer { code } } } }';
  for (let id = from; ; id++) {
    const answer = await ask('clerk', query, { id: `${id}` }).catch(() => null);
    if (answer?.recommendations.shown.length > 0) return `${id}`;
  }
}
