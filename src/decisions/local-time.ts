/** The operator's time zone is that of its marts: UTC+8 all year round. */
const offsetMs = 8 * 3_600_000;

/** The operator's local date and time of an instant, "2026-10-31" and "09:05". */
export function localTime(at: Date): { readonly day: string; readonly time: string } {
  const local = new Date(at.getTime() + offsetMs).toISOString();
  return { day: local.slice(0, 10), time: local.slice(11, 16) };
}

/** The instant of a local date and time. */
export const instantOf = (day: string, time: string): Date => new Date(`${day}T${time}:00.000+08:00`);
