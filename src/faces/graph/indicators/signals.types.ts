import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { SignalAnswer } from '../../../indicators/signals/signals.js';
import type { SeriesTest } from '../../../indicators/signals/test-series.js';
import type { SignalVerdict as VerdictCode } from '../../../indicators/signals/verdict.js';
import { enumOf } from '../shared/enums.types.js';

export const SignalVerdict: Readonly<Record<VerdictCode, string>> = enumOf('SIGNAL', 'IMMATERIAL', 'NOISE');

export const SignalRule: Readonly<Record<SeriesTest['rule'], string>> = enumOf(
  'XMR',
  'XMR_TREND',
  'SEASONAL_NAIVE',
  'SPRING_FESTIVAL',
  'GAP',
);

registerEnumType(SignalRule, {
  name: 'SignalRule',
  description: 'How the expected value of a figure was found.',
  valuesConfig: {
    XMR: { description: 'The mean of the months.' },
    XMR_TREND: { description: 'Their line, carried on.' },
    SEASONAL_NAIVE: { description: 'A year ago, and the gain since.' },
    SPRING_FESTIVAL: { description: 'As the last festival was against its neighbours.' },
    GAP: { description: 'What it is compared with: see `against`.' },
  },
});
registerEnumType(SignalVerdict, {
  name: 'SignalVerdict',
  description: 'What a test of a figure came to.',
  valuesConfig: {
    SIGNAL: { description: 'Outside its limits, not by chance among all that were tested, and material.' },
    IMMATERIAL: { description: 'A signal but for its size: it moves the whole by less than the catalogue asks for.' },
    NOISE: { description: 'Within what the months before let one expect, or chance among so many.' },
  },
});

export const SignalKind = enumOf('CHANGE', 'STANDING');
export const GapAgainst = enumOf('PEERS', 'PLAN', 'LAST_YEAR');

registerEnumType(SignalKind, {
  name: 'SignalKind',
  description: 'What a figure is a signal of.',
  valuesConfig: {
    CHANGE: { description: 'It is not what the months before let one expect. Told once: afterwards it is one of them.' },
    STANDING: { description: 'It has been worse than what it is compared with for months, and still is. Told until it closes.' },
  },
});
registerEnumType(GapAgainst, {
  name: 'GapAgainst',
  description: 'What a gap stands to.',
  valuesConfig: {
    PEERS: {
      description:
        "A part's ratio, against that of all others together: it has left the level at which it stood to them before. `expected` is that level at the others' figure of the month.",
    },
    PLAN: { description: 'The plan value of the month.' },
    LAST_YEAR: {
      description:
        "Last year's like month, moved as the middle one of the parts has moved since, and worse than last year itself. `expected` is that; of the whole last year's figure.",
    },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'A figure of a month against what the months before let one expect, or that stands off what it is compared with.',
})
export class Signal {
  @Field(() => Float, { nullable: true, description: "In the measure's unit." }) value!: number;
  @Field(() => SignalKind) kind!: SignalAnswer['kind'];
  @Field(() => GapAgainst, { nullable: true, description: 'What a standing gap is to; null of a change.' })
  against!: SignalAnswer['against'];
  @Field(() => Int, {
    nullable: true,
    description: 'Months for which a standing gap has been open, with this one (0: it is not open); null of a change.',
  })
  monthsOpen!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'What the months before let one expect; of a gap what the figure would be without it.',
  })
  expected!: number;
  @Field(() => Float, {
    nullable: true,
    description: 'Lower limit: three standard deviations below the expected value; of a gap, those of a mean of the open months.',
  })
  low!: number;
  @Field(() => Float, { nullable: true, description: 'Upper limit.' }) high!: number;
  @Field(() => SignalRule) rule!: SeriesTest['rule'];
  @Field(() => Float, {
    description:
      "How far the deviation moves the whole's figure, as a share of what was expected of it; of a gap what it has come to in all its months, as a share of the whole's figure of a month.",
  })
  materiality!: number;
  @Field(() => Float, { description: 'How often chance alone deviates as far, 0 to 1.' }) pValue!: number;
  @Field(() => SignalVerdict) verdict!: VerdictCode;
  measure!: SignalAnswer['measure'];
  cut!: SignalAnswer['cut'];
  request!: SignalAnswer['request'];
}
