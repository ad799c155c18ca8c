import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buffersOf, memoryMb } from '../../src/lib/memory.js';

test('what the processes take beside the buffers, and the buffers, are all that is allowed', () => {
  const of = (memory: string, taker: 'front' | 'behind' | 'alone' | 'command', numbers?: number) =>
    memoryMb(buffersOf(memory, taker, numbers));
  fc.assert(
    fc.property(fc.integer({ min: 2100, max: 100_000 }), fc.integer({ min: 0, max: 5_000_000 }), (size, numbers) => {
      const memory = `${size}MB`;
      const profiles = (numbers * 45) / 1e6;
      const two = of(memory, 'front', numbers) + of(memory, 'behind', numbers) + 450 + 800 + 2 * profiles;
      expect(two).toBeLessThanOrEqual(size);
      expect(two).toBeGreaterThan(size - 3);
      expect(of(memory, 'alone', numbers) + 800 + profiles).toBeLessThanOrEqual(size);
      expect(of(memory, 'command')).toBe(size - 400);
    }),
  );
  expect(buffersOf('4GB', 'front')).toBe('687MB');
});

test('too little for a gateway is refused with what would do; a command gets along with half of it', () => {
  expect(() => buffersOf('1.5GB', 'front')).toThrow(
    /^MARTLET_MEMORY: expected at least 1\.6GB, found 1\.5GB: two processes take 1250MB .* or set MARTLET_PROCESSES=1/,
  );
  expect(() => buffersOf('1GB', 'alone')).toThrow(/expected at least 1\.1GB, found 1GB: the process takes 800MB/);
  expect(() => buffersOf('2GB', 'behind', 20_000_000)).toThrow(/expected at least 3\.4GB/);
  expect(buffersOf('100MB', 'command')).toBe('50MB');
});
