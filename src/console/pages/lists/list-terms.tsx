import type { ReactNode } from 'react';
import { sceneWords } from '../../channels/channel-words.ts';
import { LinkButton } from '../../controls/button.tsx';
import { Panel } from '../../controls/panel.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useStart } from '../../view/start.tsx';
import { useLinks } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { listWords } from './list-words.ts';
import styles from './lists.module.css';
import { listsWords } from './lists-words.ts';
import type { TargetList } from './target-list.ts';

/** What the list was defined by, and the way back to where it comes from. */
export function ListTerms({ list }: { readonly list: TargetList }) {
  const words = useWords(listWords);
  const names = useWords(common);
  const ranks = useWords(listsWords);
  const scenes = useWords(sceneWords);
  const format = useFormat();
  const linkTo = useLinks();
  const { sees } = useStart();
  const { scene, month, offers, maxSize, budget, holdOut, exploration, rankBy, expiresOn, contentHash, slice, standing } = list;
  const terms: readonly (readonly [string, ReactNode])[] = [
    [words.scene, scenes[scene]],
    [words.numbersOf, format.month(month)],
    [words.offers, offers.map(({ name }) => name).join(' · ')],
    [words.rankBy, rankBy in ranks ? (ranks[rankBy as keyof typeof ranks] as string) : rankBy],
    [words.holdOut, format.share(holdOut)],
    [words.exploration, format.share(exploration)],
    [words.maxSize, maxSize === null ? names.none : format.count(maxSize)],
    [words.budget, budget === null ? names.none : format.figure(budget, 'CNY')],
    [words.expires, expiresOn === null ? names.none : format.day(expiresOn)],
  ];
  return (
    <Panel title={words.terms}>
      <dl className={styles.terms}>
        {terms.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {standing && (
          <div>
            <dt>{words.standing}</dt>
            <dd>{standing.name}</dd>
          </div>
        )}
        {contentHash && (
          <div>
            <dt>{words.hash}</dt>
            <dd>
              <code title={contentHash}>{contentHash.slice(0, 12)}</code>
            </dd>
          </div>
        )}
      </dl>
      {slice && sees(3) && (
        <LinkButton kind="quiet" href={linkTo('/numbers', { slice })}>
          {words.from}
        </LinkButton>
      )}
    </Panel>
  );
}
