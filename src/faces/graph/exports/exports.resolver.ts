import { Arg, Ctx, ID, Mutation, Query, Resolver, type ResolverData, Root, Subscription } from 'type-graphql';
import { askerOf, jobsOf, noExport } from '../../../exports/asker.js';
import type { ExportJob as Job } from '../../../exports/jobs/job.js';
import { startExport } from '../../../exports/start.js';
import type { RequestContext } from '../../context.js';
import { ExportInput, ExportJob } from './exports.types.js';

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
