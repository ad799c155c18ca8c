import { Field, Float, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { ExportJob as ExportJobValue } from '../../../exports/jobs/job.js';
import type { Follow as FollowCode } from '../../../slices/slice.js';
import { AnalysisInput } from '../reports/analysis-input.types.js';
import { enumOf, Follow, follows } from '../shared/enums.types.js';
import { SliceFilter } from '../shared/filter.types.js';
import { PageInfo } from '../shared/page.types.js';
import { Instant, SliceScalar, YearMonth } from '../shared/scalars.types.js';

const nullable = { nullable: true } as const;

export const ExportKind = enumOf('NUMBERS', 'ANALYSIS', 'TARGET_LIST');
registerEnumType(ExportKind, {
  name: 'ExportKind',
  description: 'What is in the file.',
  valuesConfig: {
    NUMBERS: { description: 'A row a number and month (tier 3).' },
    ANALYSIS: { description: 'The rows of a free analysis, all of them (tier 2).' },
    TARGET_LIST: { description: 'The members of an approved target list, by rank (tier 4).' },
  },
});

export const ExportFormat = enumOf('PARQUET', 'CSV', 'NDJSON');
registerEnumType(ExportFormat, {
  name: 'ExportFormat',
  description: 'How the file is written.',
  valuesConfig: {
    PARQUET: { description: 'zstd; columns have their types. The smallest and quickest.' },
    CSV: {
      description:
        'RFC 4180 in UTF-8: commas, CRLF, a first row of names; null is empty. Text that a spreadsheet would run as a formula gets a leading apostrophe.',
    },
    NDJSON: { description: 'A JSON object a line.' },
  },
});

export const ExportStatus = enumOf('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED', 'EXPIRED');
registerEnumType(ExportStatus, {
  name: 'ExportStatus',
  description: 'QUEUED, RUNNING, then DONE, FAILED or CANCELLED. What is DONE becomes EXPIRED when its file is removed.',
});

@InputType({ description: 'What to write into a file.' })
export class ExportInput {
  @Field(() => ExportKind) what!: keyof typeof ExportKind;
  @Field(() => Boolean, {
    nullable: true,
    description: 'NUMBERS: all that you may see, which without a slice and a filter must be said.',
  })
  everybody?: boolean | null;
  @Field(() => SliceFilter, nullable) where?: SliceFilter;
  @Field(() => SliceScalar, nullable) slice?: string;
  @Field(() => Follow, follows) follow?: FollowCode | null;
  @Field(() => YearMonth, { nullable: true, description: 'NUMBERS. Default: the slice’s months, else the newest.' })
  month?: string;
  @Field(() => [String], {
    nullable: true,
    description:
      'NUMBERS: fields of PhoneNumber after month and id; default: all. TARGET_LIST: fields after rank, id, offer and net benefit; default: msisdn.',
  })
  columns?: string[];
  @Field(() => ExportFormat) format!: keyof typeof ExportFormat;
  @Field(() => Float, {
    nullable: true,
    description:
      'NUMBERS: share of the numbers, above 0 to 1; by a hash of the id, so the same ones every time and in every month.',
  })
  sample?: number;
  @Field(() => AnalysisInput, { nullable: true, description: 'For ANALYSIS.' }) analysis?: AnalysisInput;
  @Field(() => ID, { nullable: true, description: 'For TARGET_LIST.' }) list?: string;
  @Field(() => ID, {
    nullable: true,
    description: 'A name of yours for this request, e.g. a UUID: asked again with it, the same job is given, and none is begun.',
  })
  idempotencyKey?: string;
  @Field(() => String, { nullable: true, description: 'What for: one of your purposes. Default: that of the request.' })
  purpose?: string;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'CSV: begin with a byte order mark, by which spreadsheets know UTF-8.',
  })
  bom?: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: 'A file in the making, or made.' })
export class ExportJob implements Pick<ExportJobValue, 'id' | 'status' | 'url'> {
  @Field(() => ID) id!: string;
  @Field(() => Instant, { description: 'When it was asked for; RFC 3339.' }) createdAt!: string;
  @Field(() => ExportStatus) status!: keyof typeof ExportStatus;
  @Field(() => Float, { nullable: true, description: 'Of the finished file.' }) rows!: number | null;
  @Field(() => Float, { description: 'Share that is done, 0 to 1.' }) progress!: number;
  @Field(() => Float, { nullable: true, description: 'Of the finished file.' }) bytes!: number | null;
  @Field(() => String, { nullable: true, description: 'Where the finished file is to GET, on this gateway, as the same viewer.' })
  url!: string | null;
  @Field(() => String, { nullable: true, description: 'Of the finished file, hexadecimal.' }) sha256!: string | null;
  @Field(() => Instant, { nullable: true, description: 'When the file is removed; RFC 3339.' }) expiresAt!: string | null;
  @Field(() => String, { nullable: true, description: 'Why it failed, and what to do.' }) error!: string | null;
  @Field(() => ID, { description: 'The built data that it is of.' }) generation!: string;
  @Field(() => String, { description: 'What the file is called.' }) fileName!: string;
}

@ObjectType({ simpleResolvers: true })
export class ExportJobEdge {
  @Field(() => ExportJob) node!: ExportJob;
  @Field(() => String, { description: '`after` of the page that begins behind this export.' }) cursor!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A page of exports.' })
export class ExportJobConnection {
  @Field(() => [ExportJobEdge]) edges!: readonly ExportJobEdge[];
  @Field(() => [ExportJob]) nodes!: readonly ExportJob[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}
