import { Arg, Ctx, ID, Int, Mutation, Query, Resolver, type ResolverData, Root, Subscription } from 'type-graphql';
import { askerOf, jobsOf, noExport } from '../../../exports/asker.js';
import type { ExportJob as Job } from '../../../exports/jobs/job.js';
import { ownExports } from '../../../exports/own.js';
import { startExport } from '../../../exports/start.js';
import { usualLimits } from '../../../security/limits.js';
import type { RequestContext } from '../../context.js';
import { type Connection, connectionOf } from '../shared/connection.js';
import { ExportInput, ExportJob, ExportJobConnection } from './exports.types.js';

@Resolver()
export class ExportResolver {
  @Mutation(() => ExportJob, {
    description: 'Begins to write a file. The answer comes at once: ask exportJob, or subscribe to exportProgress, for the end.',
  })
  startExport(@Arg('input', () => ExportInput) input: ExportInput, @Ctx() context: RequestContext): Promise<Job> {
    return startExport(input, context);
  }

  @Mutation(() => ExportJob, { description: 'Stops an export of yours; one that is at an end stays as it is.' })
  async cancelExport(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<Job> {
    const job = await jobsOf(context).cancel(id, askerOf(context.viewer));
    if (!job) throw noExport(id);
    return job;
  }

  @Query(() => ExportJob, { nullable: true, description: 'An export of yours; null where you have none of this id.' })
  exportJob(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<Job | null> {
    return jobsOf(context).find(id, askerOf(context.viewer));
  }

  @Query(() => ExportJobConnection, {
    nullable: true,
    description: 'Exports of yours, the newest first; as with exportJob those that were made with the rights that you have now.',
  })
  async exportJobs(
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: `1 to ${usualLimits.exportJobs}` }) first?:
      | number
      | null,
    @Arg('after', () => String, { nullable: true, description: 'endCursor of the page before.' }) after?: string | null,
  ): Promise<Connection<Job>> {
    return connectionOf(await ownExports({ first: first ?? 50, after: after ?? null }, context), (job) => job);
  }

  @Subscription(() => ExportJob, {
    description: 'An export of yours now and whenever it has changed, until it is at an end.',
    subscribe: async ({ args, context }: Pick<ResolverData<RequestContext>, 'args' | 'context'>) => {
      const asker = askerOf(context.viewer);
      if (!(await jobsOf(context).find(args.id, asker))) throw noExport(args.id);
      return jobsOf(context).watch(args.id, asker);
    },
  })
  exportProgress(@Arg('id', () => ID) _id: string, @Root() job: Job): Job {
    return job;
  }
}
