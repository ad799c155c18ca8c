import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import type { TestRule } from '../../../indicators/signals/expectation.js';
import type { SignalAnswer } from '../../../indicators/signals/signals.js';
import type { SignalVerdict as VerdictCode } from '../../../indicators/signals/verdict.js';
import { enumOf } from '../shared/enums.types.js';

export const Verdict: Readonly<Record<VerdictCode, string>> = enumOf('SIGNAL', 'IMMATERIAL', 'NOISE');

export const SignalRule: Readonly<Record<TestRule, string>> = enumOf('XMR', 'XMR_TREND', 'SEASONAL_NAIVE', 'SPRING_FESTIVAL');

registerEnumType(SignalRule, {
  name: 'SignalRule',
  description: 'How the expected value of a figure was found.',
  valuesConfig: {
    XMR: { description: 'The mean of the months.' },
    XMR_TREND: { description: 'Their line, carried on.' },
    SEASONAL_NAIVE: { description: 'A year ago, and the gain since.' },
    SPRING_FESTIVAL: { description: 'As the last festival was against its neighbours.' },
  },
});
registerEnumType(Verdict, {
  name: 'Verdict',
  description: 'What a test of a figure came to.',
  valuesConfig: {
    SIGNAL: { description: 'Outside its limits, not by chance among all that were tested, and material.' },
    IMMATERIAL: { description: 'A signal but for its size: it moves the whole by less than the catalogue asks for.' },
    NOISE: { description: 'Within what the months before let one expect, or chance among so many.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A figure of a month against what the months before let one expect.' })
export class Signal {
  @Field(() => Float, { nullable: true, description: "In the measure's unit." }) value!: number;
  @Field(() => Float, { nullable: true, description: 'What the months before let one expect.' }) expected!: number;
  @Field(() => Float, { nullable: true, description: 'Lower limit: three standard deviations below the expected value.' })
  low!: number;
  @Field(() => Float, { nullable: true, description: 'Upper limit.' }) high!: number;
  @Field(() => SignalRule) rule!: TestRule;
  @Field(() => Float, { description: "How far the deviation moves the whole's figure, as a share of what was expected of it." })
  materiality!: number;
  @Field(() => Float, { description: 'How often chance alone deviates as far, 0 to 1.' }) pValue!: number;
  @Field(() => Verdict) verdict!: VerdictCode;
  measure!: SignalAnswer['measure'];
  cut!: SignalAnswer['cut'];
  request!: SignalAnswer['request'];
}
