import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { scopeIn, scopeOf, sliceOf } from '../../../figures/question.js';
import { scopeKept } from '../../../indicators/annotations/annotation-scope.js';
import { annotationsSeen } from '../../../indicators/annotations/annotations.js';
import { createAnnotation, removeAnnotation } from '../../../indicators/annotations/create.js';
import { annotationsTouching } from '../../../indicators/annotations/touching.js';
import type { ExplainRequest } from '../../../indicators/explain/request.js';
import type { AnnotationRow } from '../../../ledger/tables.js';
import { usualLimits } from '../../../security/limits.js';
import { encodeSlice } from '../../../slices/slice.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { LocalDate, SliceScalar } from '../shared/scalars.types.js';
import { Annotation, AnnotationInput } from './annotation.types.js';
import { Cause, Explanation } from './explanation.types.js';
import { TrendPoint } from './indicators.types.js';

const annotationView = (row: AnnotationRow): Annotation => ({
  id: row.id,
  kind: row.kind,
  from: row.first_day,
  until: row.last_day,
  createdBy: row.created_by,
  createdAt: row.created_at,
  removedAt: row.removed_at,
  row,
});

@Resolver()
export class AnnotationQueries {
  @Query(() => [Annotation], {
    nullable: true,
    description:
      'What is said to have happened in a period, the newest first: by who sees all numbers, and by who sees no more than the viewer does.',
  })
  async annotations(
    @Arg('from', () => LocalDate, { nullable: true, description: 'A day; those that end before it are left out.' })
    from: string | null | undefined,
    @Arg('until', () => LocalDate, { nullable: true, description: 'A day; those that begin after it are left out.' })
    until: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: `1 to ${usualLimits.annotations}` }) first:
      | number
      | null,
    @Ctx() context: RequestContext,
  ): Promise<readonly Annotation[]> {
    return (await annotationsSeen({ from, until }, first ?? 50, context)).map(annotationView);
  }

  @Mutation(() => Annotation, {
    description:
      'Says what happened. Of who sees all numbers everybody with tier 1 is told it; of others who sees all that they see. Nothing personal belongs in it.',
  })
  async createAnnotation(
    @Arg('input', () => AnnotationInput) input: AnnotationInput,
    @Ctx() context: RequestContext,
  ): Promise<Annotation> {
    return annotationView(await createAnnotation(input, context));
  }

  @Mutation(() => Annotation, { description: 'Takes one away: one’s own, or of anybody for who sees all numbers.' })
  async removeAnnotation(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<Annotation> {
    return annotationView(await removeAnnotation(id, context));
  }
}

@Resolver(() => Annotation)
export class AnnotationResolver {
  @FieldResolver(() => String)
  text(@Root() { row }: Annotation, @LocaleArg() locale: Locale): string {
    return inLocale({ en: row.text_en, zh: row.text_zh }, locale);
  }

  @FieldResolver(() => SliceScalar, {
    nullable: true,
    description:
      'Whom it concerns, in the newest month. Null where the catalogue no longer has a name of it: then no figure is touched.',
  })
  slice(@Root() { row }: Annotation, @Ctx() context: RequestContext): string | null {
    const scope = scopeKept(row, context);
    const month = context.coverage.months.at(-1);
    return scope && month !== undefined ? encodeSlice(sliceOf(scope, month), context) : null;
  }
}

@Resolver(() => TrendPoint)
export class TrendPointAnnotationsResolver {
  @FieldResolver(() => [Annotation], {
    description: 'What is said to have happened in the month to any of the numbers that the figure is of.',
  })
  async annotations(@Root() { month, origin }: TrendPoint, @Ctx() context: RequestContext): Promise<readonly Annotation[]> {
    const scope = scopeIn(origin.request.scope, origin.node);
    return (await annotationsTouching({ from: month, to: month, scope }, context)).map(annotationView);
  }
}

/** From the first of the months that it is compared with to its own. */
const monthsOf = ({ month, baselineMonths }: ExplainRequest) => ({ from: [...baselineMonths, month].sort()[0]!, to: month });

@Resolver(() => Explanation)
export class ExplanationAnnotationsResolver {
  @FieldResolver(() => [Annotation], {
    description: 'What is said to have happened meanwhile to any of its numbers. No cause by itself, and no part of the change.',
  })
  async annotations(@Root() { explained }: Explanation, @Ctx() context: RequestContext): Promise<readonly Annotation[]> {
    const { request } = explained;
    return (await annotationsTouching({ ...monthsOf(request), scope: request.scope }, context)).map(annotationView);
  }
}

@Resolver(() => Cause)
export class CauseAnnotationsResolver {
  @FieldResolver(() => [Annotation], {
    description: 'What is said to have happened meanwhile to any of its numbers: it coincides, which proves nothing.',
  })
  async coincides(@Root() { slice, request }: Cause, @Ctx() context: RequestContext): Promise<readonly Annotation[]> {
    const scope = scopeOf({}, slice, context.catalogue);
    return (await annotationsTouching({ ...monthsOf(request), scope }, context)).map(annotationView);
  }
}
