import type { Readable } from 'node:stream';
import type { FastifyError, FastifyInstance } from 'fastify';
import { z } from 'zod';
import { badInput, MartletError } from '../../errors.js';
import { createNumberSet } from '../../numbers/sets/create.js';
import type { SetFormat } from '../../numbers/sets/sent-file.js';
import { countsOfSet, sliceOfSet } from '../../numbers/sets/sets.js';
import type { ResourceContext } from '../context.js';
import { allowOnly, problemOf, refuse } from './refuse.js';

const formats: Readonly<Record<string, SetFormat>> = { 'text/csv': 'csv', 'application/vnd.apache.parquet': 'parquet' };

const parameters = z.strictObject({
  name: z.string(),
  purpose: z.string(),
  expiresOn: z.string(),
  idempotencyKey: z.string().optional(),
});

/** What a set asks of the engine, at most: columns, check, numbers, count. */
const statements = 4;

/**
 * POST /sets?name=…&purpose=…&expiresOn=…: a set of numbers as CSV or Parquet, taken as it comes. 201 with its id, its slice, and how many
 * of its numbers are known; ids that are not are counted, and told to nobody.
 */
export function numberSetUploads(app: FastifyInstance, contextOf: ResourceContext): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Of any type: what it is, is asked after who sends it.
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.setErrorHandler(async (error: FastifyError, request, reply) => {
      const problem = problemOf(error, request);
      // What is left of a body that was not read to its end must not be taken for the next request.
      return refuse(reply.header('connection', 'close'), problem.error, problem.status);
    });
    scope.post('/sets', async (request, reply) => {
      const context = await contextOf(request, reply, { statements, cells: 0 });
      const format = formats[typeOf(request.headers)];
      if (format === undefined) return refuse(reply.header('connection', 'close'), otherType(request.headers), 415);
      const { error, data } = parameters.safeParse(request.query);
      if (error) {
        const found = error.issues.map(({ path, message }) => `${path.join('.') || 'query'}: ${message}`).join('; ');
        throw badInput(`${found}. Expected POST /sets?name=…&purpose=…&expiresOn=2026-12-31.`);
      }
      const bytes = request.headers['content-length'] === undefined ? null : Number(request.headers['content-length']);
      const set = await createNumberSet({ ...data, format, bytes, body: request.body as Readable }, context);
      const { id, name, expires_on: expiresOn } = set;
      const answer = { id, name, expiresOn, slice: sliceOfSet(set, context), ...(await countsOfSet(set, context)) };
      return reply.code(201).header('cache-control', 'no-store').send(answer);
    });
    allowOnly(scope, '/sets', ['POST']);
  });
}

const typeOf = (headers: { readonly 'content-type'?: string | undefined }): string =>
  /^[^;\s]*/.exec(headers['content-type'] ?? '')![0].toLowerCase();

const otherType = (headers: { readonly 'content-type'?: string | undefined }): MartletError =>
  badInput(`content-type: expected ${Object.keys(formats).join(' or ')}, found ${typeOf(headers) || 'none'}.`);
