import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { badInput, MartletError } from '../../errors.js';
import { askerOf, noExport } from '../../exports/asker.js';
import type { Exports } from '../../exports/jobs/exports.js';
import type { ExportJob } from '../../exports/jobs/job.js';
import type { AuditEntry } from '../../ledger/audit/audit.js';
import { isKnown } from '../entity-tag.js';
import { rangeOf } from './range.js';
import { allowOnly, refuse } from './refuse.js';

/** Files of finished exports: GET /exports/ID, whole or in parts, for the viewer who asked for them. Others' are not told from none. */
export function exportFiles(app: FastifyInstance, jobs: Exports, audit: (entry: AuditEntry) => Promise<unknown>): void {
  app.register(async (scope) => {
    scope.route<{ Params: { id: string } }>({
      method: ['GET', 'HEAD'],
      url: '/exports/:id',
      ...asItLies,
      handler: async (request, reply) => {
        const { id } = request.params;
        const job = await jobs.find(id, askerOf(request.viewer));
        if (!job) return refuse(reply, noExport(id), 404);
        const problem = job.status === 'DONE' ? await fault(job, jobs.fileOf(job)) : unfinished(job);
        if (problem) return refuse(reply, problem.error, problem.status);
        await audit(downloadOf(job, request));
        return send(job, jobs.fileOf(job), request, reply);
      },
    });
    allowOnly(scope, '/exports/:id', ['GET', 'HEAD']);
  });
}

/** A file that leaves is in the audit before its first byte: whole or in part, and also where the client says that it has it. */
function downloadOf({ id, rows }: ExportJob, { viewer: { subject, purpose }, method, headers }: FastifyRequest): AuditEntry {
  const detail = { export: id, method, range: headers.range ?? null };
  return {
    subject,
    purpose,
    action: 'export downloaded',
    decision: 'ALLOWED',
    rows: rows === null ? null : Number(rows),
    detail,
  };
}

/** Parts of a file are of the file as it lies there. (An option of @fastify/compress, whose types add it to those of routes only by chance.) */
const asItLies: object = { compress: false };

export const types: Readonly<Record<string, string>> = {
  parquet: 'application/vnd.apache.parquet',
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

const retryAfterMs = 2000;

function unfinished({ id, status, error }: ExportJob): { readonly error: MartletError; readonly status: number } {
  if (status === 'QUEUED' || status === 'RUNNING') {
    const message = `The export ${id} is not finished: it is ${status}. Ask exportJob or subscribe to exportProgress, then come again.`;
    return { error: new MartletError('CONFLICT', message, { retryAfterMs }), status: 409 };
  }
  const why = status === 'EXPIRED' ? 'its file was removed when its time was over' : (error ?? 'it was cancelled');
  return { error: badInput(`The export ${id} has no file: ${why}. Start it again.`), status: 410 };
}

/** A file that is gone, or not as it was written. */
async function fault({ id, bytes }: ExportJob, path: string) {
  const found = await stat(path).catch(() => null);
  if (found?.size === bytes) return null;
  return { error: badInput(`The file of the export ${id} is lost. Start it again.`), status: 410 };
}

function send(job: ExportJob, path: string, { headers, method }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const etag = `"${job.sha256}"`;
  const bytes = job.bytes!;
  reply.headers({
    'cache-control': 'private, no-cache',
    vary: 'authorization, cookie',
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
    etag,
  });
  if (isKnown(headers['if-none-match'], etag)) return reply.code(304).send();
  // Of another version a part is of no use: all of this one is sent.
  const isSame = headers['if-range'] === undefined || headers['if-range'] === etag;
  const range = method === 'GET' && isSame ? rangeOf(headers.range, bytes) : 'all';
  if (range === null) {
    const error = badInput(`Range: expected bytes below ${bytes}, found ${headers.range}.`);
    return refuse(reply.header('content-range', `bytes */${bytes}`), error, 416);
  }
  reply.type(types[job.format]!).header('content-disposition', `attachment; filename="${job.fileName}"`);
  const { start, end } = range === 'all' ? { start: 0, end: bytes - 1 } : range;
  if (range !== 'all') reply.code(206).header('content-range', `bytes ${start}-${end}/${bytes}`);
  reply.header('content-length', end - start + 1);
  return reply.send(method === 'HEAD' || bytes === 0 ? '' : createReadStream(path, { start, end, highWaterMark: 1 << 18 }));
}
