/** A SQL string. For trusted SQL only (paths and names of ours): what comes from outside is bound. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
