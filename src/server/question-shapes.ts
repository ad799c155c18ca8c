import type { FastifyBaseLogger } from 'fastify';
import type { Ledger } from '../ledger/ledger.js';
import { type AskedShape, addQuestionShapes, mostShapes, shapeKey } from '../ledger/question-shapes.js';
import { watchDiagnostics } from '../lib/diagnostics.js';

const minute = 60_000;

/**
 * Counts what questions of figures need of rollups, and writes it into the ledger once a minute and at the end: of many questions a few rows.
 * What was answered from memory read nothing and is left out; what failed took its time all the same.
 */
export function recordQuestionShapes(ledger: Ledger, log: FastifyBaseLogger): { close(): Promise<void> } {
  let counted = new Map<string, AskedShape>();
  const count = ({ asked, seconds, ...shape }: AskedShape): void => {
    const key = shapeKey(shape);
    const before = counted.get(key) ?? { asked: 0, seconds: 0 };
    if (counted.size >= mostShapes && !counted.has(key)) return;
    counted.set(key, { ...shape, asked: before.asked + asked, seconds: before.seconds + seconds });
  };
  const unwatch = watchDiagnostics('statement', ({ code, seconds, reads }) => {
    if (code === 'KEPT') return;
    // A statement that reads a mart beside a rollup waits for the mart.
    const slow = reads.some(({ rollup }) => rollup === 'miss') ? 'miss' : 'hit';
    const shares = reads.filter(({ rollup }) => rollup === slow).length;
    for (const { shape, rollup } of reads)
      if (shape) count({ ...shape, asked: 1, seconds: rollup === slow ? seconds / shares : 0 });
  });
  const write = async (): Promise<void> => {
    const shapes = [...counted.values()];
    counted = new Map();
    await addQuestionShapes(ledger, shapes, new Date()).catch((err: unknown) => {
      // They are written with the next ones.
      for (const shape of shapes) count(shape);
      log.warn({ err }, 'what questions needed of rollups could not be recorded');
    });
  };
  let written = Promise.resolve();
  const writeNext = (): Promise<void> => {
    written = written.then(write);
    return written;
  };
  const timer = setInterval(writeNext, minute).unref();
  return {
    close: async () => {
      unwatch();
      clearInterval(timer);
      await writeNext();
    },
  };
}
