import type { Kysely, Migration } from 'kysely';

/** A client reads again what it was told: its own decisions, the newest first. */
export const decisionSubject: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.createIndex('decision_subject').on('decision').columns(['subject', 'at', 'id']).execute();
  },
};
