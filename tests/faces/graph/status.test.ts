import { HeaderMap } from '@apollo/server';
import { describe, expect, test } from 'vitest';
import { statusOf } from '../../../src/faces/graph/status.js';

const error = (code: string, more: object = {}) => ({ message: code, extensions: { code, ...more } });
const accepting = (accept: string) => ({ headers: new HeaderMap([['accept', accept]]) });
const json = accepting('application/json');

describe('R1: an operation that failed as a whole because nobody was free is 503', () => {
  const busy = error('TOO_BUSY', { retryAfterMs: 2500 });
  test.each([
    [
      { data: null, errors: [busy] },
      { status: 503, retryAfter: '3' },
    ],
    [
      { data: { a: null, b: null }, errors: [busy, error('DEADLINE_EXCEEDED')] },
      { status: 503, retryAfter: '3' },
    ],
    [
      { data: { a: null }, errors: [error('DEADLINE_EXCEEDED')] },
      { status: 503, retryAfter: '1' },
    ],
    // Something was answered, or something else is wrong as well.
    [{ data: { a: null, b: 1 }, errors: [busy] }, { status: undefined }],
    [{ data: { a: null, b: null }, errors: [busy, error('FORBIDDEN')] }, { status: undefined }],
    [{ data: { a: null } }, { status: undefined }],
  ])('%j', (result, expected) => {
    expect(statusOf(result, undefined, json, '{ a b }')).toEqual(expected);
  });
});

describe('P1: the status of a fault of the document', () => {
  const fault = { errors: [error('BAD_USER_INPUT')] };
  test.each([
    ['application/json', '{', 200],
    ['application/graphql-response+json', '{', 400],
    ['application/graphql-response+json, application/json;q=0.9', '{', 400],
    // No document at all: the request itself is at fault.
    ['application/json', undefined, 400],
  ])('%s of %s → %i', (accept, source, status) => {
    expect(statusOf(fault, 400, accepting(accept), source).status).toBe(status);
  });

  test('what the client caused is never 500, what we caused is', () => {
    expect(statusOf(fault, 500, json, undefined).status).toBe(400);
    expect(statusOf({ errors: [error('INTERNAL')] }, 500, json, '{ a }').status).toBe(500);
  });
});
