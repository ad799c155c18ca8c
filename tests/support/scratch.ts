import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder for what a worker leaves behind: workers are killed at the end and cannot tidy up themselves. */
    scratch: string;
  }
}

export function setup(project: TestProject): () => void {
  const scratch = mkdtempSync(join(tmpdir(), 'martlet-test-'));
  project.provide('scratch', scratch);
  return () => rmSync(scratch, { recursive: true, force: true });
}
