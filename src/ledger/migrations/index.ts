import type { Migration } from 'kysely';
import { audit } from './0001-audit.js';
import { exportJob } from './0002-export-job.js';
import { contacts } from './0003-contacts.js';
import { targetLists } from './0004-target-lists.js';
import { work } from './0005-work.js';
import { idempotency } from './0006-idempotency.js';
import { toldAndTakenBack } from './0007-told-and-taken-back.js';
import { contactHousehold } from './0009-contact-household.js';
import { decisionSubject } from './0010-decision-subject.js';
import { listGoal } from './0011-list-goal.js';
import { probe } from './0012-probe.js';
import { keyUse } from './0013-key-use.js';
import { questionShape } from './0014-question-shape.js';
import { outbox } from './0015-outbox.js';
import { incomingEvent } from './0016-incoming-event.js';
import { standingList } from './0017-standing-list.js';
import { annotation } from './0018-annotation.js';
import { numberSet } from './0019-number-set.js';
import { listUnit } from './0020-list-unit.js';
import { exploration } from './0021-exploration.js';

/**
 * The ledger's migrations in their order, by the name that a ledger remembers. A published one is never changed; a new one comes last
 * and runs on both engines (see ../dialect.ts).
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-audit': audit,
  '0002-export-job': exportJob,
  '0003-contacts': contacts,
  '0004-target-lists': targetLists,
  '0005-work': work,
  '0006-idempotency': idempotency,
  '0007-told-and-taken-back': toldAndTakenBack,
  '0009-contact-household': contactHousehold,
  '0010-decision-subject': decisionSubject,
  '0011-list-goal': listGoal,
  '0012-probe': probe,
  '0013-key-use': keyUse,
  '0014-question-shape': questionShape,
  '0015-outbox': outbox,
  '0016-incoming-event': incomingEvent,
  '0017-standing-list': standingList,
  '0018-annotation': annotation,
  '0019-number-set': numberSet,
  '0020-list-unit': listUnit,
  '0021-exploration': exploration,
};
