import { type FormEvent, useState } from 'react';
import { sceneWords } from '../../channels/channel-words.ts';
import { SubmitButton } from '../../controls/button.tsx';
import { Field, Labelled } from '../../controls/field.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Await, Failed } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import {
  CreateListDocument,
  CreateStandingDocument,
  ListOffersDocument,
  type ListOffersQuery,
  type Measure,
  type Scene,
} from '../../graph/documents.ts';
import type { Failure } from '../../graph/failure.ts';
import { useChange, useGraph } from '../../graph/use-graph.ts';
import { useStart } from '../../view/start.tsx';
import { useGo, useLinks, useView, type View } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './lists.module.css';
import { listsWords } from './lists-words.ts';
import { StandingTerms, standingTermsIn } from './standing-terms.tsx';
import { standingWords } from './standing-words.ts';

const allScenes: readonly Scene[] = ['OUTBOUND', 'COUNTER', 'ONLINE', 'PARTNER'];
const ranks = ['NET_BENEFIT', 'revenue', 'lifetimeValue'] as const;

const numberIn = (text: string | null): number | null => (text ? Number(text) : null);

/** The terms of a list as the URL has them, so that a half-written one is a link as well. */
function termsIn(view: View, slice: string) {
  const measure = view.get('measure') as Measure | null;
  const wanted = numberIn(view.get('wanted'));
  const by = view.get('by');
  const holdOut = numberIn(view.get('holdOut'));
  const exploration = numberIn(view.get('exploration'));
  return {
    name: view.get('name') ?? '',
    purpose: view.get('purpose') ?? '',
    slice,
    scene: (view.get('scene') ?? 'OUTBOUND') as Scene,
    offers: view.list('offers').length > 0 ? view.list('offers') : null,
    maxSize: numberIn(view.get('maxSize')),
    budget: numberIn(view.get('budget')),
    holdOut: holdOut === null ? null : holdOut / 100,
    exploration: exploration === null ? null : exploration / 100,
    expiresOn: view.get('expires'),
    rankBy: view.get('rankBy') ?? 'NET_BENEFIT',
    goal: measure && wanted !== null && by ? { measure, node: view.get('node'), slice, wantedChange: wanted, by } : null,
  };
}

/**
 * Terms of a list of a slice; made, it is a draft, and its page shows what freezing it would give. Or of a standing list, which is shown among
 * those.
 */
export function NewList({ slice }: { readonly slice: string }) {
  const words = useWords(listsWords);
  const scenes = useWords(sceneWords);
  const repeated = useWords(standingWords);
  const { me, may, measures, measure: measureOf } = useStart();
  const view = useView();
  const go = useGo();
  const linkTo = useLinks();
  const format = useFormat();
  const { locale } = format;
  const offers = useGraph(ListOffersDocument, { locale });
  const once = useChange(CreateListDocument);
  const eachTime = useChange(CreateStandingDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [key] = useState(() => crypto.randomUUID());
  const terms = termsIn(view, slice);
  const standing = standingTermsIn(view);
  const field = (name: string) => ({ value: view.get(name) ?? '', onChange: (value: string) => view.set({ [name]: value }) });
  const measure = view.get('measure') as Measure | null;
  const create = async (event: FormEvent) => {
    event.preventDefault();
    // Sent again after a lost answer it gives the list that was made; with other terms it is another request.
    const keyed = <Terms extends object>(said: Terms) => ({
      ...said,
      idempotencyKey: `${key} ${JSON.stringify(said)}`.slice(0, 200),
    });
    if (standing) {
      const { expiresOn: _, ...alike } = terms;
      const { data, failures } = await eachTime.change({ input: keyed({ ...alike, ...standing }) });
      if (data) go(linkTo('/lists', { slice: null }));
      setFailure(failures[0] ?? null);
      return;
    }
    const { data, failures } = await once.change({ input: keyed(terms) });
    if (data) go(linkTo(`/lists/${data.createTargetList.id}`, { slice: null }));
    setFailure(failures[0] ?? null);
  };
  return (
    <Panel title={words.newList}>
      <form className={styles.form} onSubmit={(event) => void create(event)}>
        <Field name={words.name} isRequired {...field('name')} />
        <Field name={words.purpose} isRequired {...field('purpose')} />
        <Labelled name={words.scene}>
          {(id) => (
            <select id={id} value={terms.scene} onChange={({ target }) => view.set({ scene: target.value, offers: null })}>
              {allScenes
                .filter((scene) => me.scenes?.includes(scene) ?? true)
                .map((scene) => (
                  <option key={scene} value={scene}>
                    {scenes[scene]}
                  </option>
                ))}
            </select>
          )}
        </Labelled>
        <Labelled name={words.rankBy}>
          {(id) => (
            <select id={id} value={terms.rankBy} onChange={({ target }) => view.set({ rankBy: target.value })}>
              {ranks.map((rank) => (
                <option key={rank} value={rank}>
                  {words[rank]}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        <Field name={words.maxSize} type="number" least={1} hint={words.anyNumber} {...field('maxSize')} />
        <Field
          name={words.budget}
          type="number"
          least={0}
          unit={format.unit('CNY')}
          hint={words.anyNumber}
          {...field('budget')}
        />
        <Field name={words.holdOut} type="number" least={0} most={50} unit="%" hint={words.usual} {...field('holdOut')} />
        <Field
          name={words.exploration}
          type="number"
          least={0}
          most={50}
          unit="%"
          hint={words.bounded}
          {...field('exploration')}
        />
        {may('FREEZE_LISTS') && (
          <Labelled name={repeated.howOften}>
            {(id) => (
              <select id={id} value={standing ? 'EACH' : 'ONCE'} onChange={({ target }) => view.set({ often: target.value })}>
                <option value="ONCE">{repeated.once}</option>
                <option value="EACH">{repeated.eachTime}</option>
              </select>
            )}
          </Labelled>
        )}
        {standing ? <StandingTerms /> : <Field name={words.expires} type="date" {...field('expires')} />}
        <fieldset className={styles.wide}>
          <legend>
            {words.offers} <span>{words.allOffers}</span>
          </legend>
          <Await answer={offers} of={(data) => data.offers} lines={2}>
            {(all) => <OfferChoice offers={all} scene={terms.scene} view={view} />}
          </Await>
        </fieldset>
        <Labelled name={words.goalMeasure}>
          {(id) => (
            <select id={id} value={measure ?? ''} onChange={({ target }) => view.set({ measure: target.value, node: null })}>
              <option value="">{words.noGoal}</option>
              {measures.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        {measure && (
          <>
            <Field
              name={words.wanted}
              type="number"
              isRequired
              unit={format.unit(measureOf(measure)?.unit ?? null)}
              {...field('wanted')}
            />
            <Field name={words.by} type="date" isRequired {...field('by')} />
          </>
        )}
        <div className={styles.wide}>
          {failure && <Failed failure={failure} />}
          <SubmitButton isDisabled={once.isRunning || eachTime.isRunning}>
            {standing ? repeated.create : words.create}
          </SubmitButton>
        </div>
      </form>
    </Panel>
  );
}

function OfferChoice(props: { readonly offers: ListOffersQuery['offers']; readonly scene: Scene; readonly view: View }) {
  const { offers, scene, view } = props;
  const chosen = view.list('offers');
  const toggle = (code: string) =>
    view.set({ offers: (chosen.includes(code) ? chosen.filter((each) => each !== code) : [...chosen, code]).join(',') });
  return (
    <div className={styles.offers}>
      {offers
        .filter(({ scenes, missing }) => scenes.includes(scene) && missing.length === 0)
        .map(({ code, name }) => (
          <label key={code}>
            <input type="checkbox" checked={chosen.includes(code)} onChange={() => toggle(code)} /> {name}
          </label>
        ))}
    </div>
  );
}
