import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ExportJob as Job } from '../../../exports/jobs/job.js';
import type { RequestContext } from '../../context.js';
import { ExportJob } from './exports.types.js';

@Resolver(() => ExportJob)
export class ExportJobResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Where the finished file is to GET on this gateway without a key, for five minutes and not longer than what you signed in with holds; a new link each time that it is asked for. null unless there is a file.',
  })
  link(@Root() { id, url }: Job, @Ctx() { linkTo }: RequestContext): Promise<string> | null {
    return url === null || linkTo === null ? null : linkTo(id);
  }
}
