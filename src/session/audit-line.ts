import type { Session } from './session.js';

/** Writes into the audit what a viewer changed; `action` in words, the ids in `detail`. */
export async function writeAuditLine(action: string, detail: object, context: Session, rows?: number): Promise<void> {
  const { viewer, manifest, audit } = context;
  const { subject, purpose } = viewer;
  const line = { subject, purpose, action, decision: 'ALLOWED' as const, generation: manifest.id, detail };
  await audit?.(rows === undefined ? line : { ...line, rows });
}
