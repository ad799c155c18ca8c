import { Link } from 'wouter';
import { Page } from '../../controls/page.tsx';
import { Await } from '../../figures/await.tsx';
import { ReportsDocument } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { useLocale } from '../../settings/settings.ts';
import { useLinks } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './reports.module.css';
import { reportsWords } from './reports-words.ts';

/** The named reports and what each tells. */
export function ReportList() {
  const words = useWords(reportsWords);
  const names = useWords(common);
  const linkTo = useLinks();
  const answer = useGraph(ReportsDocument, { locale: useLocale() });
  return (
    <Page title={names.reports} lead={words.lead}>
      <Await answer={answer} of={({ reports }) => reports} lines={10}>
        {(reports) => (
          <ul className={styles.list}>
            {reports.map(({ code, name, description, months }) => (
              <li key={code} className={styles.item}>
                <h2>
                  <Link href={linkTo(`/report/${code}`)}>{name}</Link>
                </h2>
                <p>{description}</p>
                <span>{words.months(months)}</span>
              </li>
            ))}
          </ul>
        )}
      </Await>
    </Page>
  );
}
