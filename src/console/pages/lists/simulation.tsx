import { sceneWords } from '../../channels/channel-words.ts';
import { Button } from '../../controls/button.tsx';
import { Select } from '../../controls/choice.tsx';
import { Field } from '../../controls/field.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Await } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { OfferRulesDocument, type OfferRulesQuery, type Scene } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { useStart } from '../../view/start.tsx';
import { useView, type View } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './lists.module.css';
import { SimulationAnswer } from './simulation-answer.tsx';
import { simulationWords } from './simulation-words.ts';

const allScenes: readonly Scene[] = ['OUTBOUND', 'COUNTER', 'ONLINE', 'PARTNER'];

/** What a change of an offer, or of the contact policy, would bring: its terms are in the URL, beside the rule as it is. */
export function Simulation() {
  const words = useWords(simulationWords);
  const scenes = useWords(sceneWords);
  const { me } = useStart();
  const view = useView();
  const { locale } = useFormat();
  const allowed = allScenes.filter((each) => me.scenes?.includes(each) ?? true);
  const scene = allowed.find((each) => each === view.get('try'));
  const answer = useGraph(OfferRulesDocument, { scene: scene ?? 'COUNTER', locale }, { pause: scene === undefined });
  return (
    <Panel
      title={words.title}
      note={words.note}
      actions={
        scene ? (
          <Select
            name={words.scene}
            showName
            value={scene}
            options={allowed.map((value) => ({ value, name: scenes[value] }))}
            onChange={(value) => view.set({ try: value, tryOffer: null, tried: null })}
          />
        ) : (
          <Button onClick={() => view.set({ try: allowed[0] })}>{words.open}</Button>
        )
      }
    >
      {scene && (
        <Await answer={answer} of={({ offers }) => offers} lines={3}>
          {(offers) => <Terms offers={offers} view={view} />}
        </Await>
      )}
      {scene && view.get('tried') && <SimulationAnswer scene={scene} change={changeIn(view)} />}
    </Panel>
  );
}

const numberIn = (text: string | null): number | null => (text ? Number(text) : null);

/** The change as the URL has it. */
function changeIn(view: View) {
  const code = view.get('tryOffer');
  const coolDownDays = numberIn(view.get('tryRest'));
  const price = numberIn(view.get('tryPrice'));
  const monthlyMargin = numberIn(view.get('tryMargin'));
  return {
    ...(code && { offers: [{ code, ...(price !== null && { price }), ...(monthlyMargin !== null && { monthlyMargin }) }] }),
    ...(coolDownDays !== null && { contactPolicy: { coolDownDays } }),
  };
}

function Terms({ offers, view }: { readonly offers: OfferRulesQuery['offers']; readonly view: View }) {
  const words = useWords(simulationWords);
  const format = useFormat();
  const offer = offers.find(({ code }) => code === view.get('tryOffer'));
  const field = (name: string) => ({
    value: view.get(name) ?? '',
    onChange: (value: string) => view.set({ [name]: value, tried: null }),
    type: 'number' as const,
    hint: words.asItIs,
  });
  const now = (value: number | null | undefined) =>
    typeof value === 'number' ? { unit: `← ${format.figure(value, 'CNY')}` } : {};
  return (
    <div className={styles.form}>
      <Select
        name={words.offer}
        showName
        value={offer?.code ?? ''}
        options={[{ value: '', name: '–' }, ...offers.map(({ code, name }) => ({ value: code, name }))]}
        onChange={(tryOffer) => view.set({ tryOffer, tryPrice: null, tryMargin: null, tried: null })}
      />
      {offer && <Field name={words.price} least={0} {...field('tryPrice')} {...now(offer.price)} />}
      {offer && <Field name={words.monthlyMargin} {...field('tryMargin')} {...now(offer.monthlyMargin)} />}
      <Field name={words.coolDown} least={0} {...field('tryRest')} />
      {offer && (
        <div className={styles.wide}>
          {words.rule}
          <ul>
            {offer.conditions.map(({ gate, words: said }) => (
              <li key={`${gate} ${said}`}>{said}</li>
            ))}
          </ul>
        </div>
      )}
      <div className={styles.wide}>
        <Button kind="main" isDisabled={Object.keys(changeIn(view)).length === 0} onClick={() => view.set({ tried: 'yes' })}>
          {words.ask}
        </Button>
      </div>
    </div>
  );
}
