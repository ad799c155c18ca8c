import { z } from 'zod';
import type { TrinoOptions } from '../trino.js';

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected small letters, digits and _');

/** `MARTLET_TRINO`: the cluster, and where it sees what this gateway writes. Files are named from the working directory. */
export const trinoSettings = z.strictObject({
  /** Of the coordinator, e.g. "https://trino.example:8443". */
  url: z.string().min(1),
  /** Of the hive connector, which reads Parquet. */
  catalog: name,
  /** What the schemas' names begin with: each generation has one of its own, e.g. martlet_20261101t031500z_0a1b2c3d. */
  schema: name.default('martlet'),
  user: z.string().min(1).default('martlet'),
  /** As Trino names the folder `generations` below MARTLET_HOME, e.g. "s3://lake/martlet/generations". */
  files: z
    .string()
    .regex(/^[a-z][a-z0-9+.-]*:\/\/.*[^/]$/, 'expected a place as Trino names it, e.g. s3://lake/martlet/generations'),
  token_file: z.string().min(1).optional(),
  password_file: z.string().min(1).optional(),
  ca_file: z.string().min(1).optional(),
  /** Session properties, e.g. query_max_memory. */
  session: z.record(z.string(), z.coerce.string()).default({}),
});

export type TrinoSettings = z.infer<typeof trinoSettings>;

/** What both the engine and the build's builder are opened by. */
export const trinoOptions = ({
  url,
  user,
  catalog,
  session,
  token_file,
  password_file,
  ca_file,
}: TrinoSettings): TrinoOptions => ({
  url,
  user,
  catalog,
  session,
  ...(token_file === undefined ? {} : { tokenFile: token_file }),
  ...(password_file === undefined ? {} : { passwordFile: password_file }),
  ...(ca_file === undefined ? {} : { caFile: ca_file }),
});

/** The schema of a generation. */
export const schemaOf = ({ schema }: Pick<TrinoSettings, 'schema'>, id: string): string =>
  `${schema}_${id.toLowerCase().replaceAll('-', '_')}`;
